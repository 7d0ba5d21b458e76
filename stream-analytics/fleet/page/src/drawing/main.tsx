import { render } from "preact";
import { watchTheme } from "../parts/theme";
import { answerFrom } from "./answers";
import type { DrawnRun, ListedRun } from "./data";
import { RunList } from "./list";
import { RunDrawing } from "./run";
import "../style/theme.css";
import "../style/base.css";
import "../style/shell.css";
import "../style/parts.css";
import "../style/chart.css";
import "../style/pages.css";
import "./drawing.css";

const drawn = JSON.parse(document.getElementById("drawn")!.textContent!) as DrawnRun | { runs: ListedRun[] };
watchTheme();
if ("curves" in drawn) {
  answerFrom(drawn.curves);
}
render("curves" in drawn ? <RunDrawing drawn={drawn} /> : <RunList runs={drawn.runs} />, document.getElementById("page")!);
