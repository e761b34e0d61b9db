"""What every other room stands on: mistakes with their places, limits, ids."""
