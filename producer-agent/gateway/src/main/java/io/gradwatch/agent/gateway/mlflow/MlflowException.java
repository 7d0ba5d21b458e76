package io.gradwatch.agent.gateway.mlflow;

/** A request that is answered with an error in MLflow's form. */
final class MlflowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private MlflowException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static MlflowException invalid(String message) {
        return new MlflowException(400, "INVALID_PARAMETER_VALUE", message);
    }

    static MlflowException exists(String message) {
        return new MlflowException(400, "RESOURCE_ALREADY_EXISTS", message);
    }

    static MlflowException absent(String message) {
        return new MlflowException(404, "RESOURCE_DOES_NOT_EXIST", message);
    }

    static MlflowException unknownEndpoint(String message) {
        return new MlflowException(404, "ENDPOINT_NOT_FOUND", message);
    }

    static MlflowException denied(String message) {
        return new MlflowException(403, "PERMISSION_DENIED", message);
    }

    static MlflowException tooMuch(String message) {
        return new MlflowException(429, "RESOURCE_EXHAUSTED", message);
    }

    static MlflowException internal(String message) {
        return new MlflowException(500, "INTERNAL_ERROR", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
