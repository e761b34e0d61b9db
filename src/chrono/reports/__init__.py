"""Reports: results as text for people and as documents for machines. Drawn from results alone, never from a solver."""
