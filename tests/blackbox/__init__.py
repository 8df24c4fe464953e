"""The real binary seen from outside: servers on both databases, raw HTTP, receivers of notices.

Needs MUSTER_BINARY, the path of the program, and MUSTER_TEST_POSTGRES, which scripts/with-postgres
sets. By hand, one file:

  PYTHONPATH=tests MUSTER_BINARY=build/dev/muster \\
      scripts/with-postgres python3 tests/http/ping_test.py
"""
