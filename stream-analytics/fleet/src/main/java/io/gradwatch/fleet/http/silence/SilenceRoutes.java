package io.gradwatch.fleet.http.silence;

import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.Bodies;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameters;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.http.route.Routes;
import io.gradwatch.fleet.live.LiveFleet;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.mute.MuteDesk;
import io.gradwatch.fleet.mute.MuteDesk.TooManySilencesException;
import io.gradwatch.fleet.mute.SilenceRow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Silences and acknowledgements. To change them needs the right to write; a preview only reads. */
public final class SilenceRoutes implements Routes {

    private static final long MOST_SILENCES = 1_000;
    private static final long USUAL_SILENCES = 100;
    private static final List<String> STATES = List.of("pending", "active", "expired");

    private final MuteDesk desk;
    private final LiveFleet fleet;

    /**
     * @param desk where silences are asked for and changed
     * @param fleet that knows the alerts
     */
    public SilenceRoutes(MuteDesk desk, LiveFleet fleet) {
        this.desk = desk;
        this.fleet = fleet;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(API + "/silences", this::silences);
        routes.post(API + "/silences", this::add);
        routes.post(API + "/silences/preview", this::preview, Right.READ);
        routes.delete(API + "/silences/{id}", this::expire);
        routes.post(API + "/alerts/{id}/acknowledgement", this::acknowledge);
        routes.delete(API + "/alerts/{id}/acknowledgement", this::withdraw);
    }

    private void silences(Context context) {
        Parameters given = new Parameters(context, Set.of("state", "limit"));
        String state = given.choice("state", STATES, null);
        long limit = given.wholeNumber("limit", 1, MOST_SILENCES, USUAL_SILENCES);
        List<SilenceRow> found = desk.silences().stream()
                .filter(silence -> state == null || silence.state().equals(state))
                .toList();
        Json.answer(
                context,
                new Silences(
                        found.stream().limit(limit).toList(),
                        found.size(),
                        desk.check().orElse(null)));
    }

    private void add(Context context) {
        new Parameters(context, Set.of());
        SilenceRequest wanted = SilenceRequest.of(context);
        SilenceRow made = orBadRequest(() -> desk.add(wanted.silence(context)));
        context.status(201);
        Json.answer(context, made);
    }

    private void preview(Context context) {
        new Parameters(context, Set.of());
        SilenceRequest wanted = SilenceRequest.of(context);
        Json.answer(context, orBadRequest(() -> desk.preview(wanted.silenceMatchers())));
    }

    private void expire(Context context) {
        new Parameters(context, Set.of());
        String id = context.pathParam("id");
        Json.answer(
                context,
                desk.expire(id).orElseThrow(() -> ApiException.notFound("No silence has the id '" + id + "'")));
    }

    private void acknowledge(Context context) {
        new Parameters(context, Set.of());
        Acknowledging said = Bodies.read(context, Acknowledging.class, Acknowledging.EXPECTED);
        AlertDetail alert = alert(context);
        if (alert.row().recovered()) {
            throw ApiException.conflict("The alert '" + alert.row().id() + "' has recovered");
        }
        String by = SilenceRequest.who(said.by(), context);
        orBadRequest(() -> {
            desk.acknowledge(alert.row(), by, said.comment() == null ? "" : said.comment());
            return null;
        });
        Json.answer(context, alert(context).row());
    }

    private void withdraw(Context context) {
        new Parameters(context, Set.of());
        AlertRow alert = alert(context).row();
        if (!desk.withdraw(alert.id())) {
            throw ApiException.notFound("Nobody acknowledged the alert '" + alert.id() + "'");
        }
        Json.answer(context, alert(context).row());
    }

    private AlertDetail alert(Context context) {
        String id = context.pathParam("id");
        return fleet.alert(id).orElseThrow(() -> ApiException.notFound("No alert '" + id + "' is live"));
    }

    private static <T> T orBadRequest(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (IllegalArgumentException e) {
            String what = e.getMessage();
            throw ApiException.badRequest(Character.toUpperCase(what.charAt(0)) + what.substring(1));
        } catch (TooManySilencesException e) {
            throw ApiException.tooMany(e.getMessage());
        }
    }

    /** @param problem why some may be missing; null where all is well */
    private record Silences(List<SilenceRow> silences, long total, String problem) {}

    /** The body of an acknowledgement. */
    private record Acknowledging(String by, String comment) {
        static final String EXPECTED = "{\"by\": \"ada\", \"comment\": \"restarting it\"}";
    }
}
