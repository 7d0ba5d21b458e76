package io.gradwatch.fleet.http.silence;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.http.access.Caller;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.Bodies;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameter;
import io.gradwatch.fleet.http.route.Route;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.silence.AnnotationService;
import io.gradwatch.fleet.silence.AnnotationService.Author;
import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Stream;

/**
 * Comments, assignments and votes about alerts, live and past. To change them needs the right to write.
 *
 * @param service that changes them
 * @param fleet that knows the alerts
 */
public record AnnotationRoutes(AnnotationService service, LiveFleet fleet) implements ApiRoutes {

    private static final Parameter<String> ALERT = Parameter.path("id", "Id of the alert.");
    private static final Parameter<String> COMMENT = Parameter.path("comment", "Id of the comment.");

    @Override
    public List<Route> routes() {
        String alert = API + "/alerts/{id}";
        return Stream.of(
                        Route.post(
                                        alert + "/comments",
                                        "Adds a comment to an alert; needs the right to write",
                                        this::comment)
                                .with(ALERT)
                                .body(CommentRequest.class, "The comment")
                                .fails(429, "The alert has as many comments as may be"),
                        Route.delete(
                                        alert + "/comments/{comment}",
                                        "Removes a comment; needs the right to write",
                                        this::removeComment)
                                .with(ALERT, COMMENT),
                        Route.post(
                                        alert + "/assignment",
                                        "Says who looks after an alert; needs the right to write",
                                        this::assign)
                                .with(ALERT)
                                .body(AssignmentRequest.class, "Assignee"),
                        Route.delete(
                                        alert + "/assignment",
                                        "Says that nobody in particular looks after an alert; needs the right to write",
                                        this::unassign)
                                .with(ALERT),
                        Route.post(
                                        alert + "/usefulness",
                                        "Notes a vote whether it was useful to be told, in place of an earlier one of"
                                                + " the same person; needs the right to write",
                                        this::vote)
                                .with(ALERT)
                                .body(UsefulnessRequest.class, "The vote"))
                .map(route -> route.answers(200, "The alert as it stands now", AlertDetail.class))
                .map(Route::mayBeMissing)
                .map(Route::mayBeUnavailable)
                .toList();
    }

    private void comment(Context context) {
        CommentRequest said =
                Bodies.read(context, CommentRequest.class, "{\"text\": \"restarting it\", \"by\": \"ada\"}");
        String alert = known(context);
        changed(() -> service.comment(alert, author(said.by(), said.via(), context), text(said.text())));
        answer(context, alert);
    }

    private void removeComment(Context context) {
        String alert = known(context);
        String comment = COMMENT.of(context);
        if (!service.removeComment(alert, comment)) {
            throw ApiException.notFound("The alert has no comment '" + comment + "'");
        }
        answer(context, alert);
    }

    private void assign(Context context) {
        AssignmentRequest said = Bodies.read(context, AssignmentRequest.class, "{\"assignee\": \"ada\"}");
        String alert = known(context);
        changed(() -> service.assign(alert, author(said.by(), said.via(), context), text(said.assignee())));
        answer(context, alert);
    }

    private void unassign(Context context) {
        String alert = known(context);
        if (!service.unassign(alert)) {
            throw ApiException.notFound("Nobody was assigned to the alert '" + alert + "'");
        }
        answer(context, alert);
    }

    private void vote(Context context) {
        UsefulnessRequest said = Bodies.read(context, UsefulnessRequest.class, "{\"useful\": true, \"by\": \"ada\"}");
        if (said.useful() == null) {
            throw ApiException.badRequest("'useful' must be true or false");
        }
        String alert = known(context);
        changed(() -> service.vote(alert, author(said.by(), said.via(), context), said.useful()));
        answer(context, alert);
    }

    private String known(Context context) {
        String id = ALERT.of(context);
        return find(id).row().id();
    }

    private void answer(Context context, String id) {
        Json.answer(context, find(id));
    }

    private AlertDetail find(String id) {
        return fleet.alert(id).orElseThrow(() -> ApiException.notFound("There is no alert '" + id + "'"));
    }

    private static Author author(String by, String via, Context context) {
        return new Author(Caller.name(by, context), Caller.place(via));
    }

    private static String text(String said) {
        return said == null ? "" : said.strip();
    }

    private static void changed(Runnable change) {
        try {
            change.run();
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(e);
        } catch (AnnotationService.TooManyCommentsException e) {
            throw ApiException.tooMany(e.getMessage());
        }
    }

    /** The body of a comment. */
    private record CommentRequest(
            @Described(value = "The words.", least = 1, most = 1_000)
            String text,

            @Described(value = "Author; the holder of the token where it is missing.", optional = true, most = 200)
            String by,

            @Described(
                    value = "From where; api where it is missing.",
                    optional = true,
                    words = {"page", "slack", "mail", "command", "api"})
            String via) {}

    /** The body of an assignment. */
    private record AssignmentRequest(
            @Described(value = "Assignee of the alert.", least = 1, most = 200)
            String assignee,

            @Described(value = "Author; the holder of the token where it is missing.", optional = true, most = 200)
            String by,

            @Described(
                    value = "From where; api where it is missing.",
                    optional = true,
                    words = {"page", "slack", "mail", "command", "api"})
            String via) {}

    /** The body of a vote. */
    private record UsefulnessRequest(
            @Described("True where it was useful to be told.")
            Boolean useful,

            @Described(value = "Author; the holder of the token where it is missing.", optional = true, most = 200)
            String by,

            @Described(
                    value = "From where; api where it is missing.",
                    optional = true,
                    words = {"page", "slack", "mail", "command", "api"})
            String via) {}
}
