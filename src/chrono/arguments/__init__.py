"""From proofs to arguments that a person can follow."""
