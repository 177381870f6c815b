package io.penguintech.gough.demo;

/** The story did not go as it should; the message says where. */
final class StoryFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoryFailed(String why) {
        super(why);
    }
}
