"""The words of dates, one table a language.

Each module holds `WORDS`: what a word does in a date (its role, with a value where it has one) and the words that do
it, separated by commas, in small letters without accents and full stops. `lexicon` joins the tables and says which
words two languages understand differently. docs/dates.md says how to add a language.
"""
