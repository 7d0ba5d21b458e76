package io.gradwatch.fleet.http.history;

import static io.gradwatch.fleet.picture.PictureRequest.LEAST_HEIGHT;
import static io.gradwatch.fleet.picture.PictureRequest.LEAST_WIDTH;
import static io.gradwatch.fleet.picture.PictureRequest.MOST_HEIGHT;
import static io.gradwatch.fleet.picture.PictureRequest.MOST_WIDTH;

import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.Parameter;
import io.gradwatch.fleet.http.route.Route;
import io.gradwatch.fleet.picture.AlertPictures;
import io.gradwatch.fleet.picture.NoPictureException;
import io.gradwatch.fleet.picture.PictureRequest;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;

/**
 * The picture of an alert.
 *
 * @param pictures that are asked
 */
public record PictureRoutes(AlertPictures pictures) implements ApiRoutes {

    private static final long WIDTH_PIXELS = 800;
    private static final long HEIGHT_PIXELS = 360;
    private static final long LONGEST_WAIT_MILLIS = 2_000;

    private static final Parameter<String> ALERT = Parameter.path("id", "Id of the alert.");
    private static final Parameter<Long> WIDTH =
            Parameter.wholeNumber("width", LEAST_WIDTH, MOST_WIDTH, WIDTH_PIXELS, "Width in pixels.");
    private static final Parameter<Long> HEIGHT =
            Parameter.wholeNumber("height", LEAST_HEIGHT, MOST_HEIGHT, HEIGHT_PIXELS, "Height in pixels.");
    private static final Parameter<String> THEME =
            Parameter.choice("theme", List.of("light", "dark"), "light", "Colours of the picture.");
    private static final Parameter<Long> WAIT = Parameter.wholeNumber(
            "wait_millis",
            0,
            LONGEST_WAIT_MILLIS,
            0L,
            "Longest wait for the alert, and for the step at which it was raised, to be in the history.");

    @Override
    public List<Route> routes() {
        return List.of(Route.get(
                        API + "/alerts/{id}/picture.png",
                        "The curve of an alert around its onset, as a picture",
                        this::picture)
                .with(ALERT, WIDTH, HEIGHT, THEME, WAIT)
                .format("image/png", byte[].class)
                .fails(404, "There is no such alert, no value of its curve, or no font to draw with")
                .fails(503, "The history takes too long, or too many pictures are being drawn; ask again"));
    }

    private void picture(Context context) {
        PictureRequest request = new PictureRequest(
                ALERT.of(context),
                WIDTH.of(context).intValue(),
                HEIGHT.of(context).intValue(),
                THEME.of(context).equals("dark"));
        Duration wait = Duration.ofMillis(WAIT.of(context));
        try {
            context.contentType("image/png").result(pictures.png(request, wait));
        } catch (NoPictureException e) {
            throw ApiException.notFound(e.getMessage());
        }
    }
}
