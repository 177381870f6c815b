/**
 * Plans and pages rendered from precompiled views.
 *
 * <p>View records hold texts, numbers and lists, and know nothing of what they came from; {@link
 * io.penguintech.gough.templates.view.Views} turns them into Markdown and HTML. Everything foreign is escaped by the
 * views: HTML by the engine, Markdown by {@link io.penguintech.gough.templates.view.Markdown}. Pages load nothing but
 * {@link io.penguintech.gough.templates.view.Assets}, and work without script.
 */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.templates.view;
