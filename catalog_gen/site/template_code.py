"""How templates print values: with one call that knows what it mostly gets, instead of the general `escape(finalize(value))`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.compiler import CodeGenerator

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.compiler import Frame


class QuickCodeGenerator(CodeGenerator):
    """Jinja's code generator; printed values go through the environment's `write`, which must escape them.

    MarkupSafe's `escape` makes four Python calls and two copies of a text that is escaped already, such as a whole description.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Open the call around a value that is printed; `_output_child_post` closes it."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.write(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")")
