package io.gradwatch.fleet.http.route;

import io.javalin.security.RouteRole;

/** What who asks must be allowed to do. A route without one needs READ for GET and WRITE for all else. */
public enum Right implements RouteRole {
    /** Nothing: it shows nothing of any run. */
    NONE,
    /** To see everything. */
    READ,
    /** To change what can be changed; it includes to read. */
    WRITE,
    /** To be another instance of the fleet. */
    PEER
}
