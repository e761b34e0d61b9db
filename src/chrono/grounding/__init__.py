"""From a chronology to a network: what stands, what rules conclude, what it means in steps."""
