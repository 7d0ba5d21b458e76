package io.gradwatch.alerting.inhibit;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of inhibition.
 *
 * @param rules any of which holds an alert back
 */
public record InhibitionRules(List<InhibitionRule> rules) {

    /** No inhibition. */
    public static final InhibitionRules NONE = new InhibitionRules(List.of());

    private static final String NO_LIFE = "/crashed|silent|hung/";
    private static final String OF_A_DYING_JOB = "/slow|stalled|rank_divergence/";

    /**
     * Rules that hold everywhere: a run that gives no sign of life is slow and stands still, too; so are those of a
     * host on which three runs give none; after a blow-up nothing is learnt. The numbers are own choices.
     */
    public static final List<InhibitionRule> STANDARD = List.of(
            new InhibitionRule(
                    AlertPattern.classes(NO_LIFE), AlertPattern.classes(OF_A_DYING_JOB), EnumSet.of(AlertLabel.RUN), 1),
            new InhibitionRule(
                    AlertPattern.classes(NO_LIFE),
                    AlertPattern.classes(OF_A_DYING_JOB),
                    EnumSet.of(AlertLabel.HOST),
                    3),
            new InhibitionRule(
                    AlertPattern.classes("/nan|exploding|diverging/"),
                    AlertPattern.classes("/overfitting|grokking|underfitting|plateau|stalled|vanishing|oscillating"
                            + "|collapsed|rank_divergence/"),
                    EnumSet.of(AlertLabel.RUN),
                    1));

    private static final ConfigKey<Boolean> STANDARD_RULES = ConfigKey.flag(
            "standard-inhibition", true, "Whether the standard rules of inhibition hold beside those of the file.");

    /** Reads {@code standard-inhibition} and {@code inhibit}; problems are noted in the section. */
    public static InhibitionRules from(ConfigSection alerting) {
        List<InhibitionRule> own =
                alerting.list("inhibit").stream().map(InhibitionRule::from).toList();
        List<InhibitionRule> standard = alerting.get(STANDARD_RULES) ? STANDARD : List.of();
        return new InhibitionRules(
                Stream.concat(standard.stream(), own.stream()).toList());
    }
}
