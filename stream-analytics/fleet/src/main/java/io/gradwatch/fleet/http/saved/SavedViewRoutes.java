package io.gradwatch.fleet.http.saved;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.http.access.AccessControl;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.Bodies;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameter;
import io.gradwatch.fleet.http.route.Route;
import io.gradwatch.fleet.saved.SavedView;
import io.gradwatch.fleet.saved.SavedViews;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;

/**
 * Views of the page under a name, the same for all readers. To change them needs the right to write.
 *
 * @param views that are kept
 * @param clock for the time at which one is saved
 */
public record SavedViewRoutes(SavedViews views, Clock clock) implements ApiRoutes {

    private static final int NAME_CHARACTERS = 100;
    private static final int QUERY_CHARACTERS = 8_000;
    private static final List<String> PAGES = List.of("runs", "alerts", "parallel", "scatter");
    private static final String EXPECTED =
            "{\"name\": \"sweep of today\", \"page\": \"runs\", \"query\": \"project=sweep&sort=best_loss&order=asc\"}";
    /** Not a part of the path, in which a browser or a proxy changes names such as {@code ..} and {@code a\b}. */
    private static final Parameter<String> NAME =
            Parameter.text("name", "Name of the view.").required();

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(API + "/views", "Saved views by name", this::list).answers(Views.class),
                Route.post(
                                API + "/views",
                                "Saves a view, in place of one of the same name; needs the right to write",
                                this::save)
                        .body(Wanted.class, "The view")
                        .answers(201, "The view", SavedView.class)
                        .fails(429, "There are as many views as may be"),
                Route.delete(API + "/views", "Deletes a view; needs the right to write", this::delete)
                        .with(NAME)
                        .answers(200, "The views that are left", Views.class)
                        .mayBeMissing());
    }

    private void list(Context context) {
        Json.answer(context, new Views(views.all()));
    }

    private void save(Context context) {
        Wanted wanted = Bodies.read(context, Wanted.class, EXPECTED);
        String name = wanted.name() == null ? "" : wanted.name().strip();
        if (name.isEmpty() || name.length() > NAME_CHARACTERS) {
            throw ApiException.badRequest("'name' must have 1 to " + NAME_CHARACTERS + " characters");
        }
        if (!PAGES.contains(wanted.page())) {
            throw ApiException.badRequest("'page' must be one of " + String.join(", ", PAGES));
        }
        if (wanted.query() == null || wanted.query().length() > QUERY_CHARACTERS) {
            throw ApiException.badRequest("'query' must be given and have at most " + QUERY_CHARACTERS + " characters");
        }
        SavedView view = new SavedView(
                name, wanted.page(), wanted.query(), AccessControl.asks(context).name(), clock.millis());
        try {
            views.save(view);
        } catch (SavedViews.TooManyViewsException e) {
            throw ApiException.tooMany(e.getMessage());
        }
        context.status(201);
        Json.answer(context, view);
    }

    private void delete(Context context) {
        String name = NAME.of(context);
        if (name == null) {
            throw ApiException.badRequest("The parameter 'name' must be given");
        }
        if (!views.delete(name)) {
            throw ApiException.notFound("No view has the name '" + name + "'");
        }
        list(context);
    }

    @Described(name = "SavedViewList")
    private record Views(@Described("The views.") List<SavedView> views) {}

    /** The body of a request to save; what is missing is null. */
    @Described(name = "SavedViewRequest")
    private record Wanted(
            @Described(value = "Name of the view.", least = 1, most = NAME_CHARACTERS)
            String name,

            @Described(
                    value = "Page of which it is a view.",
                    words = {"runs", "alerts", "parallel", "scatter"})
            String page,

            @Described(value = "Query of the page's address.", most = QUERY_CHARACTERS)
            String query) {}
}
