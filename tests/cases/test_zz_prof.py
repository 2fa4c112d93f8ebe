import cProfile, pstats
from tests.cases.test_summary_import import *
from consent import gate
import time
def test_prof(world):
    old=gate.transaction
    def timed(cb):
        t=time.time(); r=old(cb); print("tx", round(time.time()-t,3)); return r
    gate.transaction=timed
    world.signe
    def lines(severity): return [bundles.allergy(code={"text": f"Ämne {n}"}, criticality=severity) for n in range(2000)]
    for i,(sev,day) in enumerate((("low","2026-11-01"),("high","2026-11-02"))):
        raw=summary_of(*lines(sev),day=day)
        pr=cProfile.Profile(); t=time.time(); pr.enable(); given(world, raw); pr.disable(); print("import",time.time()-t, len(raw))
        pstats.Stats(pr).sort_stats("cumtime").print_stats(28)
    gate.transaction=old
