"""The words that values are made of. Names, places and firms are invented or of no one; hosts are of the reserved example domains.

Source of the domains: RFC 2606 and RFC 6761; of the addresses: RFC 5737 and RFC 3849; of the telephone numbers: NANP 555-01xx.
"""

from __future__ import annotations

WORDS = (
    "amber", "atlas", "basil", "birch", "cedar", "clover", "copper", "coral", "delta", "ember", "falcon", "fern", "garnet",
    "harbor", "hazel", "indigo", "ivory", "juniper", "lake", "laurel", "linden", "maple", "meadow", "mint", "north", "oak",
    "olive", "opal", "orchid", "pearl", "pine", "poplar", "quartz", "river", "rowan", "sage", "silver", "slate", "spruce",
    "stone", "sunset", "teal", "topaz", "velvet", "violet", "willow",
)  # fmt: skip
FIRST_NAMES = (
    "Ada",
    "Amara",
    "Clara",
    "Daniel",
    "Elena",
    "Felix",
    "Ines",
    "Jonas",
    "Kofi",
    "Lina",
    "Maya",
    "Mateo",
    "Noah",
    "Priya",
    "Sofia",
    "Yuki",
)
LAST_NAMES = (
    "Berg",
    "Castro",
    "Diaz",
    "Fischer",
    "Hansen",
    "Ito",
    "Keller",
    "Larsen",
    "Mensah",
    "Moreau",
    "Novak",
    "Okafor",
    "Rossi",
    "Silva",
    "Tanaka",
    "Weber",
)
COMPANIES = (
    "Northwind Trading",
    "Bluebird Logistics",
    "Harbor & Pine",
    "Cedar Works",
    "Juniper Supplies",
    "Silverline Services",
    "Maple Street Goods",
)
PRODUCTS = (
    "Ceramic Mug",
    "Walnut Desk Lamp",
    "Linen Notebook",
    "Trail Backpack",
    "Wool Blanket",
    "Steel Water Bottle",
    "Oak Cutting Board",
    "Cotton Tote Bag",
)
STREETS = ("Harbour Street", "Mill Lane", "Station Road", "Garden Avenue", "Linden Street", "River Walk", "Market Square", "Church Lane")
PLACES = (
    ("Amsterdam", "North Holland", "NH", "1012 AB", "NL", "Netherlands", 52.3676, 4.9041, "Europe/Amsterdam", "Europe"),
    ("Lisbon", "Lisboa", "LIS", "1100-148", "PT", "Portugal", 38.7223, -9.1393, "Europe/Lisbon", "Europe"),
    ("Hamburg", "Hamburg", "HH", "20095", "DE", "Germany", 53.5511, 9.9937, "Europe/Berlin", "Europe"),
    ("Lyon", "Auvergne-Rhône-Alpes", "ARA", "69001", "FR", "France", 45.764, 4.8357, "Europe/Paris", "Europe"),
    ("Portland", "Oregon", "OR", "97205", "US", "United States", 45.5152, -122.6784, "America/Los_Angeles", "North America"),
    ("Toronto", "Ontario", "ON", "M5H 2N2", "CA", "Canada", 43.6532, -79.3832, "America/Toronto", "North America"),
    ("Dublin", "Leinster", "L", "D02 X285", "IE", "Ireland", 53.3498, -6.2603, "Europe/Dublin", "Europe"),
)
"""City, region, its code, postal code, country code, country, latitude, longitude, time zone, continent; one is chosen for a payload."""
COUNTRY3 = {"NL": "NLD", "PT": "PRT", "DE": "DEU", "FR": "FRA", "US": "USA", "CA": "CAN", "IE": "IRL"}
CURRENCY_OF = {"US": "USD", "CA": "CAD"}
LANGUAGE_OF = {"NL": "nl", "PT": "pt", "DE": "de", "FR": "fr", "US": "en", "CA": "en", "IE": "en"}
