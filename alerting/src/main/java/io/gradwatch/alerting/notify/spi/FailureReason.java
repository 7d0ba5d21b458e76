package io.gradwatch.alerting.notify.spi;

/** Reason for which an attempt to send failed. The labels are those of Prometheus Alertmanager where it has one. */
public enum FailureReason {
    /** The channel does not accept our credentials. */
    AUTH_ERROR("authError", false),
    /** The channel asked to slow down. */
    RATE_LIMITED("rateLimited", false),
    /** The channel refused the request or the message. */
    CLIENT_ERROR("clientError", false),
    /** The channel failed. */
    SERVER_ERROR("serverError", false),
    /** No answer in time; the message may have arrived. */
    TIMEOUT("timeout", true),
    /** The connection broke before the answer; the message may have arrived. */
    CONNECTION_LOST("connectionLost", true),
    /** No connection could be made: name, route, port. */
    UNREACHABLE("unreachable", false),
    /** No trusted connection could be made: certificate, protocol, STARTTLS. */
    TLS_ERROR("tlsError", false),
    /** The notifier itself failed. */
    INTERNAL_ERROR("internalError", true);

    private final String label;
    private final boolean mayHaveArrived;

    FailureReason(String label, boolean mayHaveArrived) {
        this.label = label;
        this.mayHaveArrived = mayHaveArrived;
    }

    /** Name in metrics and logs. */
    public String label() {
        return label;
    }

    /** True where the message may have arrived in spite of the failure. */
    public boolean mayHaveArrived() {
        return mayHaveArrived;
    }
}
