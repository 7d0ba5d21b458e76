package io.gradwatch.alerting.testing.service;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.gradwatch.patience.testing.Patience;

/** Mail servers on the loopback address, at any port. */
public final class LoopbackMail {

    private LoopbackMail() {}

    /** One that the caller starts and stops. */
    public static GreenMail create() {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        // It gives its thread two seconds to listen, in which that may get no processor on a busy machine.
        setup.setServerStartupTimeout(Patience.PATIENCE.toMillis());
        return new GreenMail(setup);
    }
}
