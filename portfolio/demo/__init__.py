"""The demo world: invented people in the town of Norrvik, made through the service's own use cases.

Trial mode only. Personnummer come from Skatteverket's published test series (`testpersonnummer.csv`) and nowhere else.
"""
