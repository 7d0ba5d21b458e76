// Made by "npm run api" of the description of the API with the digest 6c432480be5b46e1e0dfbea311657c4a958378f474a6f2db56ac980e7ab789e5
// Digest of the lines below: 6905b68620fc046965c25d6b1c42ff05fe2be87b07addac7e4b9c27654becbae
export interface components {
    schemas: {
        /** A number; NaN and infinities are these strings. */
        Number: number | ("NaN" | "Infinity" | "-Infinity");
        Error: {
            /** The failure. */
            error: components["schemas"]["ErrorReason"];
        };
        ErrorReason: {
            /** Kind of the failure, for programs. */
            code: string;
            /** Sentence that names the given and the expected value. */
            message: string;
        };
        Session: {
            /** Name of the token or the user. */
            name: string;
            /** Right of the caller. */
            right: "read" | "write";
        };
        Overview: {
            /** Time of the answer, since 1970-01-01 UTC. */
            now_millis: number;
            /** Runs by state. */
            runs_by_state: {
                [key: string]: number;
            };
            /** Finished runs that did not end well, by verdict. */
            finished_by_verdict: {
                [key: string]: number;
            };
            /** Firing alerts, silenced ones among them. */
            alerts_firing: components["schemas"]["AlertCounts"];
            /** Firing alerts that a silence covers. */
            alerts_silenced: components["schemas"]["AlertCounts"];
            /** Alerts with which the last attempt of a run ended and that nobody has seen to yet. */
            alerts_unrecovered: components["schemas"]["AlertCounts"];
            /** Runs that ended with one of these alerts. */
            runs_unrecovered: number;
            /** Rate of all runs that train, together. */
            steps_per_second: number;
            /** Hours of all accelerators together. */
            gpu_hours: components["schemas"]["GpuHours"];
            /** Runs that train at less than 70 % of what their attempt usually does, slowest first. */
            slower_than_baseline: components["schemas"]["SlowRun"][];
            /** Hosts on which several runs fail alike. */
            suspects: components["schemas"]["Suspect"][];
            /** The largest projects. */
            groups: components["schemas"]["Group"][];
        };
        AlertCounts: {
            /** Critical alerts. */
            critical: number;
            /** Warnings. */
            warning: number;
            /** Alerts of severity info. */
            info: number;
        };
        GpuHours: {
            /** Hours used. */
            used: number;
            /** Part of the used hours during which a critical alert fired. */
            wasted: number;
        };
        SlowRun: {
            /** Id of the run. */
            run: string;
            /** Name of the run. */
            name: string;
            /** Rate now. */
            steps_per_second: number;
            /** Usual rate of the attempt. */
            baseline_steps_per_second: number;
        };
        Suspect: {
            /** Name of the host. */
            host: string;
            /** Ids of the runs. */
            runs: string[];
            /** Classes of the alerts that the runs share. */
            classes: string[];
        };
        Group: {
            /** Common value of the runs; empty for the runs that do not name it. */
            name: string;
            /** Runs by state. */
            runs_by_state: {
                [key: string]: number;
            };
            /** Rate of those that train, together. */
            steps_per_second: number;
            /** Hours of all accelerators. */
            gpu_hours_used: number;
            /** Part of the used hours during which a critical alert fired. */
            gpu_hours_wasted: number;
            /** Firing alerts by class. */
            alerts_by_class: {
                [key: string]: number;
            };
        };
        GroupList: {
            /** Common trait of the runs of a group. */
            by: "project" | "owner" | "host" | "gpu" | "cluster";
            /** The groups. */
            groups: components["schemas"]["Group"][];
        };
        RunList: {
            /** The runs of this part. */
            runs: components["schemas"]["RunRow"][];
            /** Runs of all parts. */
            total: number;
            /** Cursor of the next part; null after the last. */
            next_cursor: string | null;
        };
        RunRow: {
            /** Id of the run. */
            run: string;
            /** Name of the run. */
            name: string;
            /** Project of the run. */
            project: string;
            /** Owner of the run. */
            owner: string;
            /** Host of the run. */
            host: string;
            /** Model name of its accelerators; empty where none was named. */
            gpu: string;
            /** Number of its accelerators. */
            gpus: number;
            /** State of the run. */
            state: "starting" | "training" | "stalled" | "silent" | "crashed" | "finished" | "stopped";
            /** Present attempt. */
            attempt: number;
            /** Last optimizer step; -1 before the first. */
            step: number;
            /** Epochs done. */
            epoch: components["schemas"]["Number"] | null;
            /** Part of the planned steps that is done, 0 to 1; null where the run does not plan any. */
            progress: components["schemas"]["Number"] | null;
            /** Time left at the present rate; null where that is not known. */
            time_left_millis: number | null;
            /** Last training loss. */
            loss: components["schemas"]["Number"] | null;
            /** Smallest finite training loss. */
            best_loss: components["schemas"]["Number"] | null;
            /** Step of the last training loss. */
            loss_step: number | null;
            /** Last learning rate. */
            learning_rate: components["schemas"]["Number"] | null;
            /** Last gradient norm. */
            gradient_norm: components["schemas"]["Number"] | null;
            /** Rate measured last; 0 before the first second of training, and falling while no step comes. */
            steps_per_second: number;
            /** Start, since 1970-01-01 UTC. */
            started_millis: number;
            /** Time of the last record, since 1970-01-01 UTC. */
            last_event_millis: number;
            /** Time of the last step, since 1970-01-01 UTC. */
            last_step_millis: number;
            /** End, since 1970-01-01 UTC; null while it goes on. */
            ended_millis: number | null;
            /** Processes that train together. */
            world_size: number;
            /** Firing alerts. */
            open_alerts: components["schemas"]["AlertCounts"];
            /** Class of the gravest firing alert. */
            worst_class: string | null;
            /** Classes of the warnings and critical alerts with which its last attempt ended, the gravest first. */
            unrecovered: string[];
            /** The same alerts by severity. */
            unrecovered_alerts: components["schemas"]["AlertCounts"];
            /** Verdict on the run's end, beside its state: diverged where its loss or gradients blew up. */
            verdict: "diverged" | "unrecovered" | null;
            /** Words by which people find the run again. */
            tags: string[];
            /** Group that the run belongs with; empty where it belongs to none. */
            group: string;
            /** Values of the columns that were asked for, by column, as texts; those that the run lacks are left out. */
            values?: {
                [key: string]: string;
            };
        };
        RunColumnList: {
            /** The columns. */
            columns: components["schemas"]["RunColumn"][];
            /** Columns in all. */
            total: number;
        };
        RunColumn: {
            /** The column, such as config.optimizer. */
            column: string;
            /** Runs that have a value in it. */
            runs: number;
        };
        RunGroupList: {
            /** Column in which the runs of a group have the same value. */
            by: string;
            /** Column that is measured. */
            of: string;
            /** The groups. */
            groups: components["schemas"]["RunGroup"][];
            /** Groups in all. */
            total: number;
        };
        RunGroup: {
            /** The value; null for the runs without one. */
            value: string | null;
            /** Runs of the group. */
            runs: number;
            /** Runs by state. */
            runs_by_state: {
                [key: string]: number;
            };
            /** Smallest finite value of the measured column; null without one. */
            least: components["schemas"]["Number"] | null;
            /** Id of a run that has the smallest value; null without one. */
            least_run: string | null;
            /** Largest finite value of the measured column; null without one. */
            greatest: components["schemas"]["Number"] | null;
            /** Id of a run that has the largest value; null without one. */
            greatest_run: string | null;
        };
        RunDetail: components["schemas"]["RunRow"] & {
            /** True where the run is in the live tables. Else it comes from the history, which has no rates, progress, steps of extremes or pace of ranks. */
            live: boolean;
            /** Declaration of the run. */
            description: components["schemas"]["Description"];
            /** Starts of the run, in order. */
            attempts: components["schemas"]["Attempt"][];
            /** Checkpoints that it saved last, the newest first. */
            checkpoints: components["schemas"]["Checkpoint"][];
            /** One for each series, by name. */
            metrics: components["schemas"]["Metric"][];
            /** Ranks of the present attempt by number, at most 1,024. */
            ranks: components["schemas"]["Rank"][];
            /** Spread over all ranks of the present attempt; null where there is one. */
            rank_spread: components["schemas"]["RankSpread"] | null;
            /** Validation loss minus training loss; null without either. */
            generalisation_gap: components["schemas"]["Number"] | null;
            /** Firing alerts, and those that ended last, newest first. */
            alerts: components["schemas"]["AlertRow"][];
            /** Notes of people, the earliest first. */
            notes: components["schemas"]["Note"][];
        };
        Description: {
            /** Training framework. */
            framework: string;
            /** Version of the framework. */
            framework_version: string;
            /** Hyper-parameters by name. */
            hyperparameters: {
                [key: string]: string;
            };
            /** Objective of the training. */
            objective: string | null;
            /** Error that the training aims at. */
            goal_error: components["schemas"]["Number"] | null;
            /** Run or model to compare with. */
            reference: string | null;
            /** Layers or groups of parameters. */
            layers: components["schemas"]["Layer"][];
            /** Notes for people, in lines. */
            notes: string;
            /** Definitions of series by the run. */
            definitions: components["schemas"]["Definition"][];
            /** Results, by the names that the job uses. */
            summary: {
                [key: string]: components["schemas"]["Number"];
            };
        };
        Layer: {
            /** Name of the layer. */
            name: string;
            /** Type of the layer. */
            type: string;
            /** Number of parameters. */
            parameters: number;
        };
        Definition: {
            /** Name of the series. */
            name: string;
            /** Parts of it in the results: last, min, max, mean, best, several with commas between, or none. */
            summary: string;
            /** minimize, maximize, or empty. */
            goal: string;
            /** Series to draw it over; empty for the step. */
            step_metric: string;
            /** True where charts leave it out. */
            hidden: boolean;
        };
        Attempt: {
            /** Number of the attempt. */
            attempt: number;
            /** Start, since 1970-01-01 UTC. */
            started_millis: number;
            /** End, since 1970-01-01 UTC; null while it goes on. */
            ended_millis: number | null;
            /** Outcome; null while it goes on. */
            outcome: "finished" | "failed" | "out_of_memory" | "stopped" | "unknown" | "killed" | null;
            /** First step; -1 while there was none. */
            first_step: number;
            /** Last step; -1 before the first. */
            last_step: number;
            /** Class of the exception that ended it. */
            exception: string | null;
            /** Message of the exception. */
            message: string | null;
        };
        Checkpoint: {
            /** Attempt that saved it. */
            attempt: number;
            /** Steps done before it; -1 where that is not known. */
            step: number;
            /** Path, address or name, as the job spells it. */
            path: string;
            /** Time of saving, since 1970-01-01 UTC; 0 where that is not known. */
            saved_millis: number;
            /** Size in bytes; null where it is not known. */
            size_bytes: number | null;
            /** Values by which the job judges it. */
            metrics: {
                [key: string]: components["schemas"]["Number"];
            };
        };
        Metric: {
            /** Name of the series. */
            series: string;
            /** Last value. */
            last: components["schemas"]["Number"];
            /** Step of the last value. */
            last_step: number;
            /** Smallest finite value; null before the first. */
            min: components["schemas"]["Number"] | null;
            /** Step of the smallest value. */
            min_step: number | null;
            /** Largest finite value; null before the first. */
            max: components["schemas"]["Number"] | null;
            /** Step of the largest value. */
            max_step: number | null;
            /** Values that were NaN or infinite. */
            non_finite: number;
        };
        Rank: {
            /** Number of the rank. */
            rank: number;
            /** Host of the rank. */
            host: string;
            /** Last step. */
            step: number;
            /** Duration of the last step. */
            step_duration_millis: components["schemas"]["Number"] | null;
            /** Part of the step spent waiting for data, 0 to 1. */
            data_wait_ratio: components["schemas"]["Number"] | null;
            /** Time of the last record, since 1970-01-01 UTC. */
            last_event_millis: number;
            /** True where it is the slowest rank. */
            slowest: boolean;
        };
        RankSpread: {
            /** Spread of the last steps. */
            step: components["schemas"]["Spread"];
            /** Spread of the durations of a step. */
            step_duration_millis: components["schemas"]["Spread"];
            /** Spread of the parts of a step spent waiting for data. */
            data_wait_ratio: components["schemas"]["Spread"];
        };
        Spread: {
            /** Smallest value. */
            min: components["schemas"]["Number"] | null;
            /** Middle value. */
            median: components["schemas"]["Number"] | null;
            /** Largest value. */
            max: components["schemas"]["Number"] | null;
        };
        AlertRow: {
            /** Id of the alert. */
            id: string;
            /** Id of the run. */
            run: string;
            /** Name of the run. */
            run_name: string;
            /** Project of the run. */
            project: string;
            /** Owner of the run. */
            owner: string;
            /** Detector that raised it. */
            detector: string;
            /** Class of the alert, such as nan. */
            class: string;
            /** Severity of the alert. */
            severity: "info" | "warning" | "critical";
            /** State by the stream: it fires, the fault is gone, or the run or an attempt ended with it. */
            state: "firing" | "recovered" | "unrecovered";
            /** Reason of its end; null while it fires. */
            resolution: "cleared" | "run_ended" | "new_attempt" | "switched_off" | "unknown" | null;
            /** Attempt of the run. */
            attempt: number;
            /** Rank concerned. */
            rank: number | null;
            /** Layer concerned. */
            layer: string | null;
            /** Split concerned, such as test-val. */
            split: string | null;
            /** Step at which the fault began. */
            onset_step: number;
            /** Step at which it fired first. */
            raised_step: number;
            /** Time in the log at which it fired first, since 1970-01-01 UTC. */
            raised_millis: number;
            /** Step at which it ended last, -1 where no step tells; null while it fires. */
            ended_step: number | null;
            /** Time in the log at which it ended last, since 1970-01-01 UTC; null while it fires. */
            ended_millis: number | null;
            /** The alert as a sentence. */
            summary: string;
            /** Status for people: recovered where it is, else expired, else silenced, else acknowledged, else its state. */
            status: "firing" | "unrecovered" | "acknowledged" | "silenced" | "expired" | "recovered";
            /** True where somebody must still see to it: it fires, or the last attempt of its run ended with it within fleet.keep-unrecovered and nobody has silenced or acknowledged it. */
            open: boolean;
            /** Silence that covers it, of several the one that ends last; null where none does, or it has recovered. */
            silence: components["schemas"]["Silenced"] | null;
            /** Acknowledgement with its present severity; null without one. */
            acknowledgement: components["schemas"]["Acknowledged"] | null;
            /** Assignee; empty for nobody. */
            assignee: string;
            /** Number of comments. */
            comments: number;
            /** People who found it useful to be told. */
            useful: number;
            /** People who did not find it useful to be told. */
            useless: number;
        };
        Silenced: {
            /** Id of the silence. */
            id: string;
            /** Author of the silence. */
            by: string;
            /** Reason of the silence. */
            comment: string;
            /** Start, since 1970-01-01 UTC. */
            since_millis: number;
            /** End, since 1970-01-01 UTC. */
            until_millis: number;
        };
        Acknowledged: {
            /** Author of the acknowledgement. */
            by: string;
            /** Comment of the author. */
            comment: string;
            /** From where: page, slack, mail, command or api; empty where that is not known. */
            via: string;
            /** Time of the acknowledgement, since 1970-01-01 UTC. */
            at_millis: number;
            /** End of the acknowledgement, since 1970-01-01 UTC. */
            until_millis: number;
        };
        Note: {
            /** Id of the run. */
            run: string;
            /** Id of the note. */
            id: string;
            /** Series whose curve it is about; empty where it is about all of them. */
            series: string;
            /** Step that it is about, of a range the first; null where it is about the whole run. */
            step: number | null;
            /** Last step of a range; null where it is about one step. */
            last_step: number | null;
            /** Words of it. */
            text: string;
            /** Author. */
            by: string;
            /** From where it was written: page, command or api; empty where that is not known. */
            via: string;
            /** Time at which it was written, since 1970-01-01 UTC. */
            at_millis: number;
            /** Time of its last change, since 1970-01-01 UTC; null where it never was changed. */
            changed_millis: number | null;
            /** Author of the last change; empty where it never was changed. */
            changed_by: string;
        };
        AlertList: {
            /** The alerts of this part. */
            alerts: components["schemas"]["AlertRow"][];
            /** Alerts of all parts. */
            total: number;
            /** Cursor of the next part; null after the last. */
            next_cursor: string | null;
        };
        AlertDetail: components["schemas"]["AlertRow"] & {
            /** Numbers that the alert rests on. */
            evidence: components["schemas"]["Evidence"][];
            /** Probable causes, most likely first. */
            causes: components["schemas"]["Advice"][];
            /** Remedies to try, first things first. */
            remedies: components["schemas"]["Advice"][];
            /** Newest checkpoint from before the fault; null where none is known. */
            last_good_checkpoint: components["schemas"]["Checkpoint"] | null;
            /** Later checkpoints of the attempt, which may hold the fault. */
            suspect_checkpoints: number;
            /** Course of the alert, in order. */
            transitions: components["schemas"]["Transition"][];
            /** Series of the run to draw beside it. */
            series: string;
            /** Comments, assignment and votes, the earliest first. */
            annotations: components["schemas"]["Annotation"][];
        };
        Evidence: {
            /** Part that the number plays. A ratio is that of the next level over the next baseline of its series in the list. */
            role: "level" | "baseline" | "ratio" | "share" | "certainty" | "count" | "duration" | "step" | "circumstance";
            /** Series that it speaks of, such as loss; empty for none. */
            series: string;
            /** Name for people. */
            name: string;
            /** The number. */
            value: components["schemas"]["Number"];
            /** Unit of the number. */
            unit: string;
            /** Comparison with the threshold. */
            comparison: string;
            /** Threshold that it passed; null without one. */
            threshold: components["schemas"]["Number"] | null;
        };
        Advice: {
            /** The advice. */
            text: string;
            /** Item of the knowledge list, such as K2. */
            item: string;
        };
        Transition: {
            /** State after it. */
            state: "firing" | "recovered" | "unrecovered";
            /** Severity after it. */
            severity: "info" | "warning" | "critical";
            /** Step at which it happened. */
            step: number;
            /** Time in the log, since 1970-01-01 UTC. */
            millis: number;
        };
        Annotation: {
            /** Id of it, by which a comment is removed. */
            id: string;
            /** Kind of it. */
            kind: "comment" | "assignment" | "usefulness";
            /** Author. */
            by: string;
            /** From where: page, slack, mail, command or api; empty where that is not known. */
            via: string;
            /** Words of a comment. */
            text: string;
            /** Assignee of the alert, of an assignment. */
            assignee: string;
            /** True where it was useful to be told, of a vote; else null. */
            useful: boolean | null;
            /** Time of it, since 1970-01-01 UTC. */
            at_millis: number;
        };
        SeriesList: {
            /** The series, by name. */
            series: components["schemas"]["Series"][];
        };
        Series: {
            /** Name of the series. */
            name: string;
            /** Split in its name, where it is of an evaluation. */
            split: string | null;
            /** Values of all ranks and attempts. */
            points: number;
            /** First step with a value. */
            first_step: number;
            /** Last step with a value. */
            last_step: number;
        };
        Curve: components["schemas"]["Points"] & {
            /** Id of the run. */
            run: string;
            /** Name of the series. */
            series: string;
            /** Rank that sent the values. */
            rank: number;
        };
        Points: {
            /** True where the points are rows as they were sent. */
            raw: boolean;
            /** Steps that a point stands for, a power of two; 1 where raw. */
            bucket_steps: number;
            /** Attempts that have points in the range. */
            attempts: components["schemas"]["AttemptRange"][];
            /** Attempt of each point. */
            attempt: number[];
            /** First step of each point. */
            step: number[];
            /** Last step of each point. */
            last_step: number[];
            /** Time of each point, since 1970-01-01 UTC. */
            time_millis: number[];
            /** Least finite value of each point; its last value without one. */
            min: components["schemas"]["Number"][];
            /** Greatest finite value of each point; its last value without one. */
            max: components["schemas"]["Number"][];
            /** Mean of the finite values of each point; its last value without one. */
            mean: components["schemas"]["Number"][];
            /** Last value of each point. */
            last: components["schemas"]["Number"][];
            /** Values of each point. */
            count: number[];
            /** NaN values of each point. */
            nan: number[];
            /** Positive infinities of each point. */
            positive_infinity: number[];
            /** Negative infinities of each point. */
            negative_infinity: number[];
            /** Smoothed values; null where no smoothing was asked for. */
            smoothed: components["schemas"]["Number"][] | null;
        };
        AttemptRange: {
            /** Number of the attempt. */
            attempt: number;
            /** First step with a value. */
            first_step: number;
            /** Last step with a value. */
            last_step: number;
            /** Values of the attempt. */
            count: number;
        };
        Epochs: {
            /** Records with which the run said its epochs; null where it said none. */
            source: "steps" | "evaluations" | null;
            /** Steps at which the epoch is known, ascending. */
            step: number[];
            /** Epoch at each of the steps. */
            epoch: components["schemas"]["Number"][];
        };
        HeatMap: {
            /** Layers as the framework prints them, in order of their first appearance. */
            layers: string[];
            /** First step of each column. */
            step: number[];
            /** Values by layer and column. */
            values: components["schemas"]["Number"][][];
            /** Values by layer and column that were not finite, or elements of the tensors that were not. */
            nan: number[][];
        };
        TensorHistogram: {
            /** Layer as the framework prints it. */
            layer: string;
            /** Kind of tensor. */
            kind: string;
            /** Step of the histogram: the last one with a histogram that is not after the step asked for; null where there is none. */
            step: number | null;
            /** Attempt that the histogram is of; null without one. */
            attempt: number | null;
            /** First step that has a histogram of the tensor; null where none has. */
            first_step: number | null;
            /** Last step that has one. */
            last_step: number | null;
            /** Last step before that has one. */
            previous_step: number | null;
            /** First step after it, or after the step asked for, that has one. */
            next_step: number | null;
            /** Elements of the tensor; 0 without a histogram, as all counts. */
            elements: number;
            /** Elements that are zero. */
            zero: number;
            /** Elements that are NaN. */
            nan: number;
            /** Elements that are infinite. */
            infinity: number;
            /** Exponent k of the lowest bin. A bin holds magnitudes from 2^k to below 2^(k + 1); the lowest takes all that is smaller too, and the highest all that is larger. */
            lowest_exponent: number;
            /** Counts of the negative elements, by rising magnitude. */
            negative: number[];
            /** Counts of the positive elements, by rising magnitude. */
            positive: number[];
        };
        Comparison: {
            /** The runs, as they were asked for. */
            runs: components["schemas"]["ComparedRun"][];
            /** Declared configuration of the runs, by name. */
            configuration: components["schemas"]["ComparedValue"][];
        };
        ComparedRun: {
            /** Id of the run. */
            run: string;
            /** Name of the run. */
            name: string;
            /** State of the run; null where nobody knows it. */
            state: string | null;
            /** Verdict on the run's end, beside its state. */
            verdict: "diverged" | "unrecovered" | null;
            /** Classes of the alerts with which its last attempt ended, the gravest first. */
            unrecovered: string[];
            /** Its curve. */
            points: components["schemas"]["Points"];
        };
        ComparedValue: {
            /** Name of what the runs declared. */
            key: string;
            /** Values of the runs in their order; null where a run has none. */
            values: (string | null)[];
            /** True where the values differ. */
            differs: boolean;
        };
        FleetSummary: {
            /** Begin, since 1970-01-01 UTC. */
            from_millis: number;
            /** End, not included, since 1970-01-01 UTC. */
            to_millis: number;
            /** Project that it is of; null for all. */
            project: string | null;
            /** Runs that began or ended in the time. */
            runs: components["schemas"]["SummaryRuns"];
            /** Hours of accelerators from where a fault turned critical to where it recovered or its run ended, within the time. */
            gpu_hours_lost: number;
            /** Runs that lost hours of accelerators. */
            runs_with_loss: number;
            /** Warnings and critical alerts that were raised in the time, by class, the gravest first. */
            faults: components["schemas"]["SummaryFault"][];
            /** Runs that lost most, at most ten. */
            worst_runs: components["schemas"]["SummaryRun"][];
            /** Projects whose lowest validation loss became lower, at most ten. */
            results: components["schemas"]["SummaryResult"][];
            /** Votes on alerts in the time. */
            votes: components["schemas"]["SummaryVotes"];
        };
        SummaryRuns: {
            /** Runs that started. */
            started: number;
            /** Runs that ended. */
            ended: number;
            /** Those of them that finished. */
            finished: number;
            /** Those of them that failed, ran out of memory or were killed. */
            failed: number;
        };
        SummaryFault: {
            /** Class of the alerts. */
            class: string;
            /** Alerts that were raised. */
            alerts: number;
            /** Runs that had them. */
            runs: number;
            /** Alerts that were critical. */
            critical: number;
            /** Alerts that have recovered. */
            recovered: number;
            /** Alerts that fire, or with which a run ended and that nobody acknowledged. */
            open: number;
            /** Alerts that somebody acknowledged. */
            acknowledged: number;
        };
        SummaryRun: {
            /** Id of the run. */
            run: string;
            /** Name of the run. */
            name: string;
            /** Project of the run. */
            project: string;
            /** Owner of the run. */
            owner: string;
            /** Outcome of the run; running while it goes on. */
            outcome: string;
            /** Classes of its critical faults, with commas between. */
            classes: string;
            /** Hours of accelerators that it lost. */
            gpu_hours_lost: number;
            /** True where a fault of it still fires, or ended with the run and nobody acknowledged it. */
            open: boolean;
        };
        SummaryResult: {
            /** Project. */
            project: string;
            /** Id of the run that has it. */
            run: string;
            /** Name of the run. */
            name: string;
            /** Lowest loss on train-val. */
            loss: number;
            /** Lowest one before the time; null without one. */
            before: number | null;
        };
        SummaryVotes: {
            /** Votes that an alert was useful. */
            useful: number;
            /** Votes that it was not. */
            useless: number;
        };
        SqlQuestion: {
            /** A single SELECT. */
            query: string;
            /** Most rows of the answer; 1,000 in JSON without it, and all that may be in other formats. */
            limit?: number | null;
        };
        SqlAnswer: {
            /** The columns, in order. */
            columns: components["schemas"]["SqlColumn"][];
            /** Values in the order of the columns. */
            rows: unknown[][];
            /** True where there was more than was allowed or asked for. */
            truncated: boolean;
            /** Time that it took. */
            millis: number;
        };
        SqlColumn: {
            /** Name as the question gives it; it may be there twice. */
            name: string;
            /** DuckDB's name of its type, such as DOUBLE. */
            type: string;
        };
        SilenceList: {
            /** The silences, those that end last first. */
            silences: components["schemas"]["Silence"][];
            /** Silences in this state. */
            total: number;
            /** Reason for which some may be missing; null where all is well. */
            problem: string | null;
        };
        Silence: {
            /** Id of the silence. */
            id: string;
            /** State of the silence. */
            state: "pending" | "active" | "expired";
            /** All of these match the alerts that it covers. */
            matchers: components["schemas"]["SilenceMatcher"][];
            /** Author. */
            created_by: string;
            /** Reason of the silence. */
            comment: string;
            /** Start, since 1970-01-01 UTC. */
            starts_millis: number;
            /** End, since 1970-01-01 UTC. */
            ends_millis: number;
        };
        SilenceMatcher: {
            /** Field of the alert; run is the name or the id of the run. */
            field: "run" | "project" | "owner" | "class" | "detector" | "severity";
            /** A name with * and ?, or a regular expression between slashes. */
            pattern: string;
        };
        SilenceRequest: {
            /** All of these must match an alert. */
            matchers: components["schemas"]["SilenceMatcher"][];
            /** Author of the silence; the holder of the token where it is missing. */
            created_by?: string;
            /** Reason of the silence. */
            comment?: string;
            /** Start, since 1970-01-01 UTC; at once where it is missing. */
            starts_millis?: number;
            /** End, since 1970-01-01 UTC. */
            ends_millis?: number;
            /** From the start to the end, in place of ends_millis. */
            duration_millis?: number;
        };
        SilencePreview: {
            /** Firing alerts that match, the newest first. */
            alerts: components["schemas"]["AlertRow"][];
            /** Alerts that match. */
            total: number;
            /** Alerts that were looked at, at most some 20,000. */
            firing: number;
        };
        AcknowledgementRequest: {
            /** Author; the holder of the token where it is missing. */
            by?: string;
            /** Comment of the author. */
            comment?: string;
            /** From where; api where it is missing. */
            via?: "page" | "slack" | "mail" | "command" | "api";
        };
        SavedViewList: {
            /** The views. */
            views: components["schemas"]["SavedView"][];
        };
        SavedView: {
            /** Name of the view. */
            name: string;
            /** Page of which it is a view. */
            page: "runs" | "alerts" | "parallel" | "scatter";
            /** Query of the page's address: filters, order, groups and columns. */
            query: string;
            /** Author. */
            by: string;
            /** Time at which it was saved, since 1970-01-01 UTC. */
            saved_millis: number;
        };
        SavedViewRequest: {
            /** Name of the view. */
            name: string;
            /** Page of which it is a view. */
            page: "runs" | "alerts" | "parallel" | "scatter";
            /** Query of the page's address. */
            query: string;
        };
        NoteList: {
            /** The notes. */
            notes: components["schemas"]["Note"][];
            /** Notes in all. */
            total: number;
            /** Reason for which some may be missing; null where all is well. */
            problem: string | null;
        };
        NoteRequest: {
            /** The words. */
            text: string;
            /** Series whose curve it is about; all of them where it is missing. */
            series?: string;
            /** Step that it is about; the whole run where it is missing. */
            step?: number;
            /** Last step of a range that begins at the step. */
            last_step?: number;
            /** Author; the holder of the token where it is missing. */
            by?: string;
            /** From where; api where it is missing. */
            via?: "page" | "slack" | "mail" | "command" | "api";
        };
        NoteChange: {
            /** The words. */
            text: string;
            /** Author of the change; the holder of the token where it is missing. */
            by?: string;
        };
        StepEvents: {
            /** The steps, in the order in which they came. */
            steps: components["schemas"]["StepEvent"][];
        };
        StepEvent: {
            /** Id of the run. */
            run: string;
            /** Attempt of the run. */
            attempt: number;
            /** Rank that made the step. */
            rank: number;
            /** Optimizer step. */
            step: number;
            /** Time of the step, since 1970-01-01 UTC. */
            millis: number;
            /** Values by series. */
            values: {
                [key: string]: components["schemas"]["Number"];
            };
        };
        EvaluationEvent: {
            /** Id of the run. */
            run: string;
            /** Attempt of the run. */
            attempt: number;
            /** Rank that evaluated. */
            rank: number;
            /** Optimizer step. */
            step: number;
            /** Time of the evaluation, since 1970-01-01 UTC. */
            millis: number;
            /** Split of the data. */
            split: string;
            /** Values by series, whose names begin with the split. */
            values: {
                [key: string]: components["schemas"]["Number"];
            };
        };
        Health: {
            /** State of the service. */
            status: "up" | "down";
            /** Problem of the service; null where all is well. */
            problem: string | null;
        };
        Connection: {
            /** Addresses of Kafka, as the service itself knows them. */
            bootstrap_servers: string;
        };
    };
}
