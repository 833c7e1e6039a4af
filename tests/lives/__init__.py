"""Random lives of cases, each move of which is reckoned a second time, slowly."""
