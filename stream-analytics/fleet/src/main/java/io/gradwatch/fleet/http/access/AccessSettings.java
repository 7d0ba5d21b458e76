package io.gradwatch.fleet.http.access;

import io.gradwatch.config.Secret;
import io.gradwatch.fleet.http.route.Right;
import java.util.List;
import java.util.Set;

/**
 * Tokens and hosts that the server accepts.
 *
 * @param tokens with their rights; without any, everyone who reaches the address may do everything
 * @param peerToken by which the instances know each other; null where there is one instance
 * @param hosts names and addresses under which the server is reached: without port, in lower case
 */
public record AccessSettings(List<Token> tokens, Secret peerToken, Set<String> hosts) {

    /**
     * A token.
     *
     * @param name of its holder, for people
     * @param right READ or WRITE
     */
    public record Token(String name, Secret secret, Right right) {}
}
