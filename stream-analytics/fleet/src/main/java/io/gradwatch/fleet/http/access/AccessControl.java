package io.gradwatch.fleet.http.access;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.http.access.AccessSettings.Token;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.http.route.Route;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Checks the host, the origin and the token of each request. The host that a browser asks for must be one of the
 * server's, so that no other site can point its own name here (DNS rebinding); a page of another origin is refused. A
 * token comes as {@code Authorization: Bearer}, or as the cookie that {@code POST /api/v1/session} sets for the page.
 */
public record AccessControl(AccessSettings settings) implements ApiRoutes {

    private static final String COOKIE = "gradwatch_token";
    private static final String BEARER = "Bearer ";
    private static final BrowserSession SESSIONS = new BrowserSession(Clock.systemUTC());
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** Attribute of a request: the session of its token. */
    private static final String ASKS = "gradwatch.asks";

    /** Session at a server without tokens: that of the user who runs it, as for the commands. */
    private static final Session LOCAL = new Session(System.getProperty("user.name", ""), Words.of(Right.WRITE));

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(
                                API + "/session",
                                "The caller and their right: of the token, or of the user who runs a server without"
                                        + " tokens",
                                context -> Json.answer(context, asks(context)))
                        .withAnyParameters()
                        .answers(Session.class),
                Route.post(API + "/session", "Signs a browser in: the answer sets a cookie", this::signIn)
                        .needs(Right.NONE)
                        .withAnyParameters()
                        .textBody("The token")
                        .answers(Session.class)
                        .fails(401, "The token is none of those that the server knows"),
                Route.delete(API + "/session", "Signs a browser out", this::signOut)
                        .needs(Right.NONE)
                        .withAnyParameters()
                        .answers(204, "Done"));
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.before(this::checkPlace);
        routes.beforeMatched(this::checkRight);
        ApiRoutes.super.addTo(routes);
    }

    /** Session of the caller: that of their token, or of the user who runs a server without tokens. */
    public static Session asks(Context context) {
        Session session = context.attribute(ASKS);
        return session == null ? LOCAL : session;
    }

    private void checkPlace(Context context) {
        String host = context.header("Host");
        String name = host == null ? "" : host.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", "");
        if (!LOOPBACK.contains(name) && !settings.hosts().contains(name)) {
            throw ApiException.forbidden("The host of the request is none of this server's; further names are set by"
                    + " fleet.hosts in the configuration");
        }
        String origin = context.header("Origin");
        if (origin != null && !sameOrigin(origin, host)) {
            throw ApiException.forbidden("A page of another origin may not ask this server");
        }
    }

    private static boolean sameOrigin(String origin, String host) {
        try {
            URI uri = URI.create(origin);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && host.equalsIgnoreCase(uri.getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void checkRight(Context context) {
        Right needed = needed(context);
        if (needed == Right.NONE) {
            return;
        }
        if (needed == Right.PEER) {
            if (settings.peerToken() == null
                    || !BrowserSession.same(settings.peerToken().reveal(), bearer(context))) {
                throw ApiException.forbidden("Only other instances of the fleet may ask this");
            }
        } else if (!settings.tokens().isEmpty()) {
            Token token = token(context);
            context.attribute(ASKS, session(token));
            if (needed == Right.WRITE && token.right() != Right.WRITE) {
                throw ApiException.forbidden("The token of " + token.name() + " may read only");
            }
        }
    }

    private static Right needed(Context context) {
        for (Object role : context.routeRoles()) {
            if (role instanceof Right right) {
                return right;
            }
        }
        // The method by which the route was found.
        HandlerType method = context.method();
        return method.equals(HandlerType.GET) || method.equals(HandlerType.HEAD) ? Right.READ : Right.WRITE;
    }

    private static String bearer(Context context) {
        String header = context.header("Authorization");
        return header != null && header.startsWith(BEARER)
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private Token token(Context context) {
        return context.header("Authorization") == null
                ? token(context.cookie(COOKIE), SESSIONS::holds)
                : token(bearer(context), AccessControl::isOf);
    }

    private Token token(String given, BiPredicate<Token, String> accepts) {
        Token found = null;
        for (Token token : settings.tokens()) {
            if (given != null && accepts.test(token, given)) {
                found = token;
            }
        }
        if (found == null) {
            throw ApiException.unauthorized(
                    given == null
                            ? "A token is needed: Authorization: Bearer TOKEN"
                            : "The token is none of those that this server knows");
        }
        return found;
    }

    private static boolean isOf(Token token, String given) {
        return BrowserSession.same(token.secret().reveal(), given);
    }

    private void signIn(Context context) {
        Token token = token(context.body().strip(), AccessControl::isOf);
        Cookie cookie = new Cookie(COOKIE, SESSIONS.begin(token), "/", (int) BrowserSession.LENGTH.toSeconds());
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        cookie.setSecure("https".equals(context.scheme()));
        context.cookie(cookie);
        Json.answer(context, session(token));
    }

    private void signOut(Context context) {
        context.removeCookie(COOKIE, "/");
        context.status(204);
    }

    private static Session session(Token token) {
        return new Session(token.name(), Words.of(token.right()));
    }

    /** The caller and their right. */
    public record Session(
            @Described("Name of the token or the user.") String name,

            @Described(
                    value = "Right of the caller.",
                    words = {"read", "write"})
            String right) {}
}
