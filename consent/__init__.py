"""MAY THEY: decides from facts, writes the decision down, and only then hands out a Permit.

The package promises that no Permit exists without a committed ledger entry, and that a right withdrawn before
that commit admits nobody. It refuses to decide from a role alone and knows no superuser.
"""
