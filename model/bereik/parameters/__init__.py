"""The book of parameters: every behavioural number, once, with its source."""
