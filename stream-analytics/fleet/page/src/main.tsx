import { render } from "preact";
import { App } from "./app";
import { watchTheme } from "./parts/theme";
import { followLinks } from "./route/router";
import "./style/theme.css";
import "./style/base.css";
import "./style/shell.css";
import "./style/parts.css";
import "./style/chart.css";
import "./style/pages.css";
import "./style/silence.css";
import "./style/annotation.css";
import "./style/groups.css";
import "./style/table.css";

const root = document.getElementById("page")!;
watchTheme();
followLinks(root);
render(<App />, root);
