package io.penguintech.gough.reconcile;

import java.time.Instant;

/**
 * What a journey needs to know of its surroundings.
 *
 * @param repositoryId the repository's id in the server settings
 * @param user the MAAS user our credential belongs to ({@link BackendIdentity#user()}); empty text for Fleet
 * @param revision the commit, for the stamp; information only; may be empty text
 * @param patience how long things may take
 * @param now the time
 */
public record Course(String repositoryId, String user, String revision, Journey.Patience patience, Instant now) {
    String ownTag() {
        return Marks.PREFIX + repositoryId;
    }
}
