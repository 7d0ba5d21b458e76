import type { Wire } from "./numbers";

/** What a run declared of itself. */
export interface Description {
  framework?: string | null;
  framework_version?: string | null;
  hyperparameters?: Record<string, unknown>;
  objective?: string | null;
  goal_error?: number | null;
  reference?: string | null;
  layers?: { name: string; type: string; parameters: number }[];
  /** What people should know of it, in lines. */
  notes?: string;
  definitions?: Definition[];
  /** Its results, by the names that the job uses. */
  summary?: Record<string, Wire>;
}

/** What a run wants of one of its series. */
export interface Definition {
  name: string;
  summary: string;
  goal: string;
  step_metric: string;
  /** Whether charts leave it out. */
  hidden: boolean;
}
