package io.gradwatch.fleet.http.silence;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.http.access.Caller;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.Bodies;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameter;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.http.route.Route;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.silence.SilenceRow;
import io.gradwatch.fleet.silence.SilenceService;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Silences and acknowledgements. To change them needs the right to write; a preview only reads.
 *
 * @param service of the silences
 * @param fleet that knows the alerts
 */
public record SilenceRoutes(SilenceService service, LiveFleet fleet) implements ApiRoutes {

    private static final Parameter<String> STATE =
            Parameter.choice("state", List.of("pending", "active", "expired"), null, "Only silences in this state.");
    private static final Parameter<Long> LIMIT =
            Parameter.wholeNumber("limit", 1, 1_000, 100L, "Most silences of the answer.");
    private static final Parameter<String> SILENCE = Parameter.path("id", "Id of the silence.");
    private static final Parameter<String> ALERT = Parameter.path("id", "Id of the alert.");

    @Override
    public List<Route> routes() {
        String acknowledgement = API + "/alerts/{id}/acknowledgement";
        return Stream.of(
                        Route.get(API + "/silences", "Silences, with those that ended within five days", this::silences)
                                .with(STATE, LIMIT)
                                .answers(Silences.class),
                        Route.post(API + "/silences", "Makes a silence; needs the right to write", this::add)
                                .body(
                                        SilenceRequest.class,
                                        "Exactly one of ends_millis and duration_millis is given; the end is within 30"
                                                + " days of the start")
                                .answers(201, "The silence", SilenceRow.class)
                                .fails(429, "There are as many silences as may be that are not over"),
                        Route.post(API + "/silences/preview", "Alerts that these matchers would silence", this::preview)
                                .needs(Right.READ)
                                .body(SilenceRequest.class, "Only the matchers count")
                                .answers(SilenceService.Preview.class),
                        Route.delete(
                                        API + "/silences/{id}",
                                        "Ends a silence now: alerts that it held back and that still fire are notified;"
                                                + " needs the right to write",
                                        this::expire)
                                .with(SILENCE)
                                .answers(200, "The silence as it is now", SilenceRow.class)
                                .mayBeMissing(),
                        Route.post(
                                        acknowledgement,
                                        "Says that somebody looks after an alert: it is notified again only if it gets"
                                                + " worse; needs the right to write",
                                        this::acknowledge)
                                .with(ALERT)
                                .body(Acknowledging.class, "The acknowledgement")
                                .answers(200, "The alert as it stands now", AlertRow.class)
                                .mayBeMissing()
                                .fails(409, "The alert has recovered"),
                        Route.delete(
                                        acknowledgement,
                                        "Takes the acknowledgement of an alert back; needs the right to write",
                                        this::withdraw)
                                .with(ALERT)
                                .answers(200, "The alert as it stands now", AlertRow.class)
                                .mayBeMissing())
                .map(Route::mayBeUnavailable)
                .toList();
    }

    private void silences(Context context) {
        String state = STATE.of(context);
        long limit = LIMIT.of(context);
        List<SilenceRow> found = service.silences().stream()
                .filter(silence -> state == null || silence.state().equals(state))
                .toList();
        Json.answer(
                context,
                new Silences(
                        found.stream().limit(limit).toList(),
                        found.size(),
                        service.check().orElse(null)));
    }

    private void add(Context context) {
        SilenceRequest wanted = SilenceRequest.of(context);
        SilenceRow made = orBadRequest(() -> service.add(wanted.silence(context)));
        context.status(201);
        Json.answer(context, made);
    }

    private void preview(Context context) {
        SilenceRequest wanted = SilenceRequest.of(context);
        Json.answer(context, orBadRequest(() -> service.preview(wanted.silenceMatchers())));
    }

    private void expire(Context context) {
        String id = SILENCE.of(context);
        Json.answer(
                context,
                service.expire(id).orElseThrow(() -> ApiException.notFound("No silence has the id '" + id + "'")));
    }

    private void acknowledge(Context context) {
        Acknowledging said = Bodies.read(context, Acknowledging.class, Acknowledging.EXPECTED);
        AlertDetail alert = alert(context);
        if (alert.row().recovered()) {
            throw ApiException.conflict("The alert '" + alert.row().id() + "' has recovered");
        }
        String by = Caller.name(said.by(), context);
        orBadRequest(() -> {
            service.acknowledge(
                    alert.row(), by, Caller.place(said.via()), said.comment() == null ? "" : said.comment());
            return null;
        });
        Json.answer(context, alert(context).row());
    }

    private void withdraw(Context context) {
        AlertRow alert = alert(context).row();
        if (!service.withdraw(alert.id())) {
            throw ApiException.notFound("Nobody acknowledged the alert '" + alert.id() + "'");
        }
        Json.answer(context, alert(context).row());
    }

    private AlertDetail alert(Context context) {
        String id = ALERT.of(context);
        return fleet.alert(id).orElseThrow(() -> ApiException.notFound("No alert '" + id + "' is live"));
    }

    private static <T> T orBadRequest(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(e);
        } catch (SilenceService.TooManySilencesException e) {
            throw ApiException.tooMany(e.getMessage());
        }
    }

    @Described(name = "SilenceList")
    private record Silences(
            @Described("The silences, those that end last first.")
            List<SilenceRow> silences,

            @Described("Silences in this state.") long total,

            @Described(value = "Reason for which some may be missing; null where all is well.", nullable = true)
            String problem) {}

    /** The body of an acknowledgement. */
    @Described(name = "AcknowledgementRequest")
    private record Acknowledging(
            @Described(value = "Author; the holder of the token where it is missing.", optional = true, most = 200)
            String by,

            @Described(value = "Comment of the author.", optional = true, most = 1_000)
            String comment,

            @Described(
                    value = "From where; api where it is missing.",
                    optional = true,
                    words = {"page", "slack", "mail", "command", "api"})
            String via) {
        static final String EXPECTED = "{\"by\": \"ada\", \"comment\": \"restarting it\"}";
    }
}
