"""What lies outside: one folder for each channel, of one shape.

`contract.py` says what is sent and what comes back, one module speaks with each real provider, and `fake.py` speaks
the same protocol on the loopback, for the demonstration and the tests.
"""
