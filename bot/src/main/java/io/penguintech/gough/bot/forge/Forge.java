package io.penguintech.gough.bot.forge;

import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Revision;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * The forge of one infra repository, as far as pull requests go. Asks for the truth each time, as webhooks only say that
 * something may have happened. Every call ends in time, never throws for what the forge or the network does, and keeps to
 * the pauses the forge asks for: until such a pause is over, calls fail at once. Safe for use by many threads.
 */
public interface Forge extends AutoCloseable {
    /** Which forge it is. */
    ForgeKind kind();

    /** Where people see a place of a file as it is at a revision. Calls nobody. */
    URI page(Revision revision, Place place);

    /** All open pull requests, oldest first. Costs no quota where nothing changed since the last time (GitHub). */
    Answer<List<PullRequest>> openPullRequests();

    /**
     * Those that were merged and changed last, the newest change first: some dozens at least, unless there are fewer. Costs no quota where nothing
     * changed since the last time (GitHub).
     */
    Answer<List<PullRequest>> recentlyMerged();

    /** One pull request, whatever became of it. */
    Answer<PullRequest> pullRequest(long number);

    /** Opens a pull request. {@code WorldChanged} when there is one for that branch already, or no such branch. */
    Answer<PullRequest> propose(NewPullRequest proposed);

    /** All comments of people and bots on a pull request, oldest first; none on single lines. */
    Answer<List<Comment>> comments(long pullRequest);

    /** Writes a comment. Not idempotent: after {@code Unclear} look for its {@link Marker} first. */
    Answer<Comment> comment(long pullRequest, String body);

    /** Replaces the text of a comment of ours. */
    Answer<Comment> edit(Comment comment, String body);

    /** Shows the author of a comment that it was seen. Twice is once. */
    Answer<Comment> acknowledge(Comment comment);

    /** The longest comment it takes, in UTF-16 characters. */
    int longestComment();

    /** Gough's statuses of a commit, the newest of each. */
    Answer<Map<CommitStatus.Context, CommitStatus>> statuses(Revision revision);

    /**
     * Sets a status of a commit; answers it as the forge shows it. Twice is once. GitLab keeps the words of a status that
     * stays pending.
     */
    Answer<CommitStatus> report(Revision revision, CommitStatus status);

    /**
     * Has these annotations, the first ones first, stand beside lines of a pull request's head, and none other of ours: twice is
     * once, and after {@code Unclear} it is safe to do it again. Where a forge takes comments only, those on lines that the pull
     * request does not change are left out, and so is what it takes no more of. Answers how many stand there.
     */
    Answer<Integer> annotate(PullRequest pull, List<Annotation> annotations);

    /** All reviews of a pull request, oldest first; several by the same person where there are. */
    Answer<List<Review>> reviews(long pullRequest);

    /** What an account may do now. */
    Answer<Permission> permission(ForgeUser user);

    /** Cuts what is under way. */
    @Override
    void close();
}
