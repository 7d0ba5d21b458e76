package io.gradwatch.agent.logs.text.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines in which a program says that it saves, or has saved, a checkpoint: {@code Saving model checkpoint to
 * ./out/checkpoint-500}, {@code Saved checkpoint at step 1000}. Such a line has a word for saving, a word for the
 * weights, and a path or a count. A line that is wrongly taken for one sends people to a file that is not there; so
 * what looks ahead, looks back, fails or speaks of another file is none.
 */
final class CheckpointLine {

    private static final int LONGEST_LINE = 1_000;

    /** Words before a line's own that may say of which file it speaks. */
    private static final int BEFORE = 20;

    private static final int SHORT_END = 40;

    private static final String SAVING =
            "(?:sav(?:ing|ed)|wr(?:iting|ote|itten)|stor(?:ing|ed)|dump(?:ing|ed)|snapshotting)";
    private static final String WEIGHTS = "(?:check-?point|ckpt|snapshot|weights|model|state)";

    private static final Pattern QUICK = Pattern.compile("(?i)\\b" + SAVING + "\\b");

    /** What is yet to be saved, was saved long ago, or could not be. */
    private static final Pattern NOT_NOW = Pattern.compile("(?i)\\b(?:no|not|never|nothing|cannot|unable|without"
            + "|fail(?:ed|ure|s)?|errors?|exception|skip(?:ped|ping|s)?|will|would|should|shall|could|can|may|must|to be|be"
            + "|if|unless|until|when|whenever|every|each|before|prepar\\w+|enabled?|disabled?|interval|frequency|delet\\w+"
            + "|remov\\w+|rotat\\w+|load\\w*|restor\\w+|resum\\w+|from(?!\\s+(?:iteration|step|epoch|rank))|initiali[sz]\\w+"
            + "|reading|download\\w*|previously|already|existing|convert\\w*|usage|default)\\b|n['\u2019]t\\b|\\?");

    /** Words before the saving that speak of a file that was there before. */
    private static final Pattern LOOKS_BACK = Pattern.compile("(?i)\\b(?:us(?:e|es|ed|ing)|evaluat\\w+|testing|found"
            + "|upload\\w*|copy\\w*|copied|mov(?:e|ed|ing)|keep\\w*|kept|check(?:s|ed|ing)|verif\\w+|export\\w*"
            + "|compar\\w+|last|previous|earlier|pre-?trained)\\b");

    /** Repeats and advice. */
    private static final Pattern NO_NEWS = Pattern.compile(
            "(?i)no improvement|(?:did|has|was) not improve|not improved|^\\W{0,8}(?:if|when|unless|to|use|note|tip|hint)\\b");

    /** Files beside the weights. */
    private static final Pattern BESIDE = Pattern.compile("(?i)(?<![\\w/.-])(?:optimi[sz]er|scheduler|scaler|random|rng"
            + "|histograms?|curves?|maps?|gradients?|activations?|visuali[sz]ations?|profile|traces?|mapping|comparisons?"
            + "|sampler|tokeni[sz]er|config(?:uration)?s?|vocab(?:ulary)?|args|arguments|logs?|results?|predictions?|outputs?"
            + "|figures?|plots?|images?|samples?|graph|diagram|architecture|summary|history|metrics?|statistics|stats|features?"
            + "|embeddings?|data|dataset|trainer|processor|code|script|report|dict|card|index|metadata)(?![\\w/.-])");

    /** Words between, such as {@code at iteration 1000}. */
    private static final String WORDS = "(?:\\s{1,8}[\\w.@%(),#-]{1,30}){0,8}?";

    private static final String TO = "\\s{0,8}(?:\\b(?:to|at|as|in|into|under)\\b:?|:(?!//)|=>|->|\u2192)\\s{0,8}";

    private static final String QUOTES = "\"'`\u2018\u2019\u201c\u201d";

    /** Up to a blank, or up to the end of its quotes. */
    private static final String PATH =
            "(?=\\S{0,400}(?:[/\\\\]|\\.[a-zA-Z])|\\S{0,3}(?i:checkpoint|ckpt|step|iter|epoch)[_=-]?\\d)"
                    + "(?:[" + QUOTES + "](?<quoted>[^" + QUOTES + "]{1,500})[" + QUOTES + "]"
                    + "|[\\[(<]?(?<path>[^\\s" + QUOTES + "<>|]{1,500}))";

    /** Saved model to out/a.pt; checkpoint saved: out/a.pt; Saved checkpoint out/a.pt (epoch 3 @ 1500 updates). */
    private static final List<Pattern> WITH_PATH = List.of(
            Pattern.compile("(?i)\\b" + SAVING + "\\b" + WORDS + "\\s{1,8}" + WEIGHTS + "\\b" + WORDS + TO + PATH),
            Pattern.compile("(?i)\\b" + WEIGHTS + "\\b" + WORDS + "\\s{1,8}" + SAVING + "\\b[:,]?" + WORDS + TO + PATH),
            Pattern.compile("(?i)\\b" + SAVING + "\\b" + WORDS + "\\s{1,8}" + WEIGHTS + "\\b:?\\s{1,8}" + PATH),
            Pattern.compile("(?i)\\bsnapshotting to binary proto file " + PATH));

    /** Saving checkpoints for 1000 into model.ckpt: the file is model.ckpt-1000. */
    private static final Pattern NUMBERED =
            Pattern.compile("(?i)\\bsaving checkpoints for (?<step>\\d{1,15}) into " + PATH);

    private static final String UNIT =
            "(?:global[ _]?step|steps?|iterations?|iters?|epochs?|updates?|episodes?|batch(?:es)?)";

    /** Saving checkpoint to out; Saved checkpoint at step 1000 to out; and nothing else. */
    private static final Pattern BARE = Pattern.compile("(?i)^\\W{0,8}(?:sav(?:ing|ed)|wrote|writing) (?:the |a )?"
            + "(?:new |latest |best |last )?(?:model )?(?:checkpoint|ckpt)(?: (?:at|for) " + UNIT
            + "[ :=#]{1,8}\\d[\\d,]{0,15})?"
            + " to (?!(?:disk|file|cloud|memory|wandb|hub)\\W*$)(?<path>[\\w.-]{1,200})$");

    /** Saved checkpoint at step 500; Saving checkpoint at 12 epochs; Checkpoint 3 saved! */
    private static final List<Pattern> BY_COUNT = List.of(
            Pattern.compile("(?i)^\\W{0,8}(?:successfully )?(?:sav(?:ing|ed)|wrote|writing) (?:an? |the )?"
                    + "(?:full |new |model |training )?(?:checkpoint|ckpt) (?:(?:at|for|after|@) (?:the )?)?"
                    + "(?<name>" + UNIT + "[ :=#]{1,3}\\d[\\d,]{0,15}|\\d[\\d,]{0,15} ?" + UNIT + ")\\W{0,8}$"),
            Pattern.compile(
                    "(?i)^\\W{0,8}(?:model )?checkpoint (?<name>(?:" + UNIT + " )?\\d{1,12}) (?:was )?saved\\W{0,8}$"));

    private static final Pattern STEP = Pattern.compile(
            "(?i)(?<![a-z])(?:global[ _]?step|steps?|iterations?|iters?)[ :=#]{1,8}(?<before>\\d[\\d,]{0,14})\\b(?!\\.\\d)"
                    + "|(?<!\\d[.,])\\b(?<after>\\d{1,15}) ?(?:steps|iterations|iters|updates)\\b");

    private static final Pattern FILE =
            Pattern.compile("(?i)\\w\\.(?:pth?|pt2|ckpt|h5|hdf5|keras|safetensors|bin|tar|tgz|pkl"
                    + "|pickle|npz|npy|zip|caffemodel|solverstate|params|pdparams|msgpack|t7|eqx|nemo|gguf|onnx|weights|mdl|model|joblib)"
                    + "(?:\\.(?:tar|gz|zip))?$");

    private static final Pattern FOLDER = Pattern.compile("[\\w\\])}=.-][/\\\\][\\w{\\[(.=-]|^~?[/\\\\]\\w"
            + "|^(?i:checkpoint|ckpt|step|iter|epoch)[_=-]?\\d{1,12}$");

    /** Pictures, tables, texts and settings. */
    private static final Pattern OTHER_FILE = Pattern.compile(
            "(?i)\\.(?:png|jpe?g|gif|svg|pdf|csv|tsv|txt|log|md|html?|ya?ml|toml|jsonl?|xml|py|ipynb|mp4|wav|parquet)$");

    private static final String TYPE = "(?:(?:b?f|fp|float|bfloat|u?int)\\d{1,2}|cpu|cuda|gpu)";

    /** A date, a fraction, a count of many, or types of numbers. */
    private static final Pattern NO_PATH = Pattern.compile("(?i)[\\d/:.,%-]*|" + TYPE + "(?:/" + TYPE + ")*");

    private static final Pattern CLAUSE = Pattern.compile("[,;.:!|] ");

    private CheckpointLine() {}

    /** The checkpoint of which the line tells; empty where it tells of none. */
    static Optional<ToldCheckpoint> of(String line) {
        if (line.length() > LONGEST_LINE
                || line.startsWith("{")
                || !QUICK.matcher(line).find()
                || NO_NEWS.matcher(line).find()) {
            return Optional.empty();
        }
        return numbered(line).or(() -> byPath(line)).or(() -> byCount(line));
    }

    private static Optional<ToldCheckpoint> numbered(String line) {
        Matcher matcher = NUMBERED.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String step = matcher.group("step");
        return Optional.of(new ToldCheckpoint(Long.parseLong(step), path(matcher) + "-" + step));
    }

    private static Optional<ToldCheckpoint> byPath(String line) {
        for (Pattern pattern : WITH_PATH) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find() && isPath(path(matcher))) {
                return isOfNow(line, matcher) ? Optional.of(told(line, path(matcher))) : Optional.empty();
            }
        }
        Matcher bare = BARE.matcher(line);
        return bare.find() ? Optional.of(told(line, bare.group("path"))) : Optional.empty();
    }

    private static Optional<ToldCheckpoint> byCount(String line) {
        for (Pattern pattern : BY_COUNT) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return Optional.of(new ToldCheckpoint(step(line), "checkpoint " + matcher.group("name")));
            }
        }
        return Optional.empty();
    }

    /** By the words beside the path: a folder may be called as it likes. */
    private static boolean isOfNow(String line, Matcher matcher) {
        int path = matcher.group("path") == null ? matcher.start("quoted") : matcher.start("path");
        String end = line.substring(matcher.end());
        int clause = clause(line, matcher.start());
        return !NOT_NOW.matcher(line.substring(clause, path)).find()
                && !LOOKS_BACK.matcher(line.substring(clause, matcher.start())).find()
                && !(end.length() <= SHORT_END && NOT_NOW.matcher(end).find())
                && !BESIDE.matcher(line.substring(Math.max(0, matcher.start() - BEFORE), path))
                        .find();
    }

    /** Begin of the part of the sentence that a place is in. */
    private static int clause(String line, int place) {
        int begin = 0;
        Matcher ends = CLAUSE.matcher(line).region(0, place);
        while (ends.find()) {
            begin = ends.end();
        }
        return begin;
    }

    /** Programs that save to one folder again and again say the step beside it. */
    private static ToldCheckpoint told(String line, String path) {
        long step = step(line);
        boolean apart = step >= 0 && !FILE.matcher(path).find() && !path.contains(Long.toString(step));
        return new ToldCheckpoint(step, apart ? path + " (step " + step + ")" : path);
    }

    private static long step(String line) {
        Matcher step = STEP.matcher(line);
        if (!step.find()) {
            return -1;
        }
        String digits = step.group("before") == null ? step.group("after") : step.group("before");
        return Long.parseLong(digits.replace(",", ""));
    }

    private static boolean isPath(String path) {
        return !NO_PATH.matcher(path).matches()
                && !OTHER_FILE.matcher(path).find()
                && (FILE.matcher(path).find() || FOLDER.matcher(path).find());
    }

    /** Without what closes a sentence or a bracket. */
    private static String path(Matcher matcher) {
        String path = matcher.group("quoted") == null ? matcher.group("path") : matcher.group("quoted");
        int end = path.length();
        while (end > 1 && ".,;:!)]>\u2026".indexOf(path.charAt(end - 1)) >= 0) {
            end--;
        }
        return path.substring(0, end).strip();
    }
}
