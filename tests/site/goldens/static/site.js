// the script of goldens
