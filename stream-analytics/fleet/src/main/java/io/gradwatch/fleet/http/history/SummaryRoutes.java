package io.gradwatch.fleet.http.history;

import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.ClientConnection;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameter;
import io.gradwatch.fleet.http.route.Route;
import io.gradwatch.fleet.sql.SqlRefusedException;
import io.gradwatch.fleet.summary.Summary;
import io.gradwatch.fleet.summary.SummaryPeriod;
import io.gradwatch.fleet.summary.SummaryService;
import io.gradwatch.fleet.summary.SummaryTeam;
import io.gradwatch.silence.NamePattern;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The summary of a stretch of time.
 *
 * @param summaries that are asked
 * @param clock by which the last day is meant where no time is given
 */
public record SummaryRoutes(SummaryService summaries, Clock clock) implements ApiRoutes {

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /** A time that SQL can still count in microseconds. */
    private static final long LAST_MILLIS =
            Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

    private static final Parameter<Long> FROM = Parameter.wholeNumber(
            "from", 0, LAST_MILLIS, null, "First millisecond since 1970-01-01 UTC; a day before 'to' without it.");
    private static final Parameter<Long> TO = Parameter.wholeNumber(
            "to", 1, LAST_MILLIS, null, "Millisecond since 1970-01-01 UTC before which it ends; now without it.");
    private static final Parameter<String> PROJECT =
            Parameter.text("project", "Project that it is of; all without it.");

    private static final int MOST_PATTERNS = 50;
    private static final Parameter<List<String>> TEAM_PROJECT = Parameter.texts(
            "team_project",
            MOST_PATTERNS,
            "Pattern of the projects of a team: only its runs count, by project or by owner.");
    private static final Parameter<List<String>> TEAM_OWNER =
            Parameter.texts("team_owner", MOST_PATTERNS, "Pattern of the owners of a team.");

    @Override
    public List<Route> routes() {
        return List.of(Route.get(
                        API + "/summary",
                        "Summary of a stretch of time: what broke, hours of accelerators lost, better results",
                        this::summary)
                .with(FROM, TO, PROJECT, TEAM_PROJECT, TEAM_OWNER)
                .answers(Summary.class)
                .fails(429, "As many questions as may are being answered")
                .fails(503, "The history cannot be summed up at the moment; ask again"));
    }

    private void summary(Context context) {
        Long givenTo = TO.of(context);
        long to = givenTo == null ? clock.millis() : givenTo;
        Long givenFrom = FROM.of(context);
        long from = givenFrom == null ? Math.max(0, to - DAY_MILLIS) : givenFrom;
        if (from >= to) {
            throw FROM.wrong(String.valueOf(from), "before 'to', which was '" + to + "'");
        }
        SummaryTeam team = new SummaryTeam(patterns(TEAM_PROJECT, context), patterns(TEAM_OWNER, context));
        Json.answer(context, summary(context, new SummaryPeriod(from, to, PROJECT.of(context), team)));
    }

    private static List<NamePattern> patterns(Parameter<List<String>> parameter, Context context) {
        List<NamePattern> patterns = new ArrayList<>();
        for (String text : parameter.of(context)) {
            try {
                patterns.add(NamePattern.of(text));
            } catch (IllegalArgumentException e) {
                throw parameter.wrong(text, NamePattern.EXPECTED);
            }
        }
        return patterns;
    }

    private Summary summary(Context context, SummaryPeriod period) {
        try (ClientConnection caller = new ClientConnection(context)) {
            return summaries.of(period, caller::isGone);
        } catch (SqlRefusedException e) {
            throw e.reason() == SqlRefusedException.Reason.TOO_MANY
                    ? ApiException.tooMany(e.getMessage())
                    : ApiException.unavailable("The history cannot be summed up: " + e.getMessage());
        }
    }
}
