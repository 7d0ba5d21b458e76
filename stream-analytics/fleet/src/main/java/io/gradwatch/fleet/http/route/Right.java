package io.gradwatch.fleet.http.route;

import io.javalin.security.RouteRole;

/** Permission that a route requires. The default is READ for GET and WRITE for every other method. */
public enum Right implements RouteRole {
    /** No permission: the route shows nothing of any run. */
    NONE,
    /** Permission to see everything. */
    READ,
    /** Permission to change and to see everything. */
    WRITE,
    /** Permission of another instance of the fleet. */
    PEER
}
