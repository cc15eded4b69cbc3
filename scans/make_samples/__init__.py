"""Makes the sample issues: invented texts, typeset, drawn, printed on old paper and "scanned"."""
