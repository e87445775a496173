// Shows beside the editor what the linter finds in what was saved last.
(() => {
  "use strict";

  const severities = ["error", "warning", "information"];
  let asked = 0;

  const show = (panel, items) => {
    const counts = severities.map(severity => [severity, items.filter(item => item.severity === severity).length]).filter(([, count]) => count > 0);
    panel.dataset.worst = counts[0]?.[0] ?? "none";
    panel.querySelector("summary").textContent = counts.map(([severity, count]) => panel.dataset[severity].replace("{0}", count)).join(", ") || panel.dataset.none;
    panel.querySelector("ul").replaceChildren(...items.map(item => {
      const line = document.createElement("li");
      line.dataset.severity = item.severity;
      line.dataset.rule = item.rule;
      line.textContent = (item.activity ? item.activity + ": " : "") + item.message;
      return line;
    }));
  };

  // Saves follow each other quickly; only the answer to the last question counts.
  const ask = async panel => {
    const mine = ++asked;
    try {
      const answer = await fetch("/designer/findings/" + encodeURIComponent(panel.dataset.definition));
      const findings = answer.ok ? await answer.json() : null;
      if (mine !== asked) return;
      if (findings) show(panel, findings.items);
      else throw new Error(answer.statusText);
    } catch {
      if (mine !== asked) return;
      panel.dataset.worst = "failed";
      panel.querySelector("summary").textContent = panel.dataset.failed;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.querySelector(".studio-findings");
    if (!panel) return;
    document.addEventListener("studio:saved", () => ask(panel));
    ask(panel);
  });
})();
