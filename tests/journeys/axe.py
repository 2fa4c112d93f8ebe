"""axe-core on the page that stands open: no rule of WCAG 2.2 AA may be broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (rules) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]});
  return found.violations.map((one) => ({
    rule: one.id, help: one.help, where: one.nodes.map((node) => `${node.target.join(" ")} ${node.html.slice(0, 160)}`),
  }));
}"""


def violations(page: Page) -> list[str]:
    """Every broken rule, with the elements that break it."""
    # The debugger's own evaluation: a page's policy rightly stops script elements and eval.
    asking = page.context.new_cdp_session(page)
    asking.send("Runtime.evaluate", {"expression": SOURCE, "returnByValue": False})
    asking.detach()
    found: list[dict[str, Any]] = page.evaluate(RUN, RULES)
    return [f"{one['rule']} ({one['help']}): {where}" for one in found for where in one["where"]]
