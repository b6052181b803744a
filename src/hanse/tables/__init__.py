"""A question over tables: linking, readings as plans, choice or asking back, SQL, exact value and rows."""
