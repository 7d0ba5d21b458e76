package io.gradwatch.fleet.http.route;

/** A request that cannot be answered. The message is for the client: it names the given and the expected value. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private ApiException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** A parameter is wrong. */
    public static ApiException badRequest(String message) {
        return new ApiException(400, "bad_request", message);
    }

    /** A request that breaks a rule; the message of the cause names the rule. */
    public static ApiException badRequest(IllegalArgumentException cause) {
        String message = cause.getMessage();
        return badRequest(Character.toUpperCase(message.charAt(0)) + message.substring(1));
    }

    /** The token is missing or unknown. */
    public static ApiException unauthorized(String message) {
        return new ApiException(401, "unauthorized", message);
    }

    /** The caller may not do this. */
    public static ApiException forbidden(String message) {
        return new ApiException(403, "forbidden", message);
    }

    /** There is no such thing. */
    public static ApiException notFound(String message) {
        return new ApiException(404, "not_found", message);
    }

    /** It stands otherwise than what was asked for needs. */
    public static ApiException conflict(String message) {
        return new ApiException(409, "conflict", message);
    }

    /** More at once than is served. */
    public static ApiException tooMany(String message) {
        return new ApiException(429, "too_many_requests", message);
    }

    /** Not at the moment. */
    public static ApiException unavailable(String message) {
        return new ApiException(503, "unavailable", message);
    }

    /** Status of the answer. */
    public int status() {
        return status;
    }

    /** Names the kind of failure to programs. */
    public String code() {
        return code;
    }
}
