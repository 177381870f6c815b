package io.penguintech.gough.templates.view;

/**
 * A page that only says something: what was not found, or what went wrong.
 *
 * @param frame what is around it
 * @param title what happened, in few words
 * @param text what to do now
 */
public record NotePageView(Frame frame, String title, String text) {}
