package io.gradwatch.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses that only this machine reaches. */
public final class Loopback {

    private Loopback() {}

    /** True where a name or address is one of the loopback; false for a name that cannot be looked up. */
    public static boolean is(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
