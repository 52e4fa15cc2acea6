"""The overdose lab: ask the virtual population what ways of giving an antagonist change. For professionals."""
