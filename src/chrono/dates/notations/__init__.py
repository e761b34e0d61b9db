"""How dates are written: EDTF, and words."""
