import type { components } from "./schema";

/** The types of the API, by the names that the page uses for them. Times are milliseconds since 1970-01-01 UTC. */
type Schemas = components["schemas"];

export type Fleet = Schemas["Overview"];
export type Group = Schemas["Group"];
export type GroupKey = Schemas["GroupList"]["by"];
export type Counts = Group["runs_by_state"];
export type RunRow = Schemas["RunRow"];
export type SavedView = Schemas["SavedView"];
export type SavedViewList = Schemas["SavedViewList"];
export type RunGroup = Schemas["RunGroup"];
export type RunState = RunRow["state"];
export type RunDetail = Schemas["RunDetail"];
export type Description = Schemas["Description"];
export type Definition = Schemas["Definition"];
export type Attempt = Schemas["Attempt"];
export type Checkpoint = Schemas["Checkpoint"];
export type MetricRow = Schemas["Metric"];
export type RankRow = Schemas["Rank"];
export type Spread = Schemas["Spread"];

/** A row of a list has no series; a single alert has. */
export type AlertRow = Schemas["AlertRow"] & Partial<Pick<AlertDetail, "series">>;
export type AlertDetail = Schemas["AlertDetail"];
export type AlertList = Schemas["AlertList"];
export type AlertStatus = AlertRow["status"];
export type Severity = AlertRow["severity"];
export type Evidence = Schemas["Evidence"];
export type EvidenceRole = Evidence["role"];
export type Advice = Schemas["Advice"];
export type Annotation = Schemas["Annotation"];
export type Note = Schemas["Note"];
export type Silence = Schemas["Silence"];
export type SilenceList = Schemas["SilenceList"];
export type Matcher = Schemas["SilenceMatcher"];
export type MatcherField = Matcher["field"];
export type Preview = Schemas["SilencePreview"];

export type SeriesInfo = Schemas["Series"];
export type AttemptRange = Omit<Schemas["AttemptRange"], "count">;
export type PointsWire = Schemas["Curve"];
export type Tensors = Schemas["HeatMap"];
export type Histogram = Schemas["TensorHistogram"];
export type Epochs = Schemas["Epochs"];
export type Comparison = Schemas["Comparison"];
export type SqlAnswer = Schemas["SqlAnswer"];
export type Session = Schemas["Session"];

/** One step or evaluation of one rank, as the stream brings it. */
export type StepEvent = Schemas["StepEvent"] & Partial<Schemas["EvaluationEvent"]>;
