package io.gradwatch.kafka;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/**
 * The one login, taken from the listener's configuration. Kafka would look it up in its own records, but those of a
 * folder that was open before hold none, and only a client that is logged in could write them.
 */
public final class LoginCallback implements AuthenticateCallbackHandler {

    private static final int ITERATIONS = 4_096;

    private String user;
    private ScramCredential credential;

    /** For Kafka. */
    public LoginCallback() {}

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        Map<String, ?> options = entries.get(0).getOptions();
        user = (String) options.get("username");
        try {
            credential = new ScramFormatter(ScramMechanism.forMechanismName(mechanism))
                    .generateCredential((String) options.get("password"), ITERATIONS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java cannot do " + mechanism, e);
        }
    }

    @Override
    public void handle(Callback[] callbacks) {
        String asked = null;
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                asked = name.getDefaultName();
            } else if (callback instanceof ScramCredentialCallback wanted && user.equals(asked)) {
                wanted.scramCredential(credential);
            }
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
