package io.penguintech.gough.bot.web;

import io.penguintech.gough.templates.view.NotePageView;
import io.penguintech.gough.templates.view.Views;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * What went wrong, in words: a problem (RFC 9457) for programs, a page for people. Never a stack trace, a class or a
 * query; what is not the caller's fault is logged under a number that the answer names.
 */
@RestController
@RestControllerAdvice
final class Faults extends ResponseEntityExceptionHandler implements ErrorController {
    private static final Logger log = LoggerFactory.getLogger(Faults.class);

    private final Views views;
    private final Frames frames;

    Faults(Views views, Frames frames) {
        this.views = views;
        this.frames = frames;
    }

    @ExceptionHandler({
        CannotGetJdbcConnectionException.class,
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class
    })
    ResponseEntity<Object> withoutDatabase(Exception e, WebRequest request) {
        log.debug("The database does not answer: {}", e.getMessage()); // DatabaseWatch tells people, once
        return answer(
                request,
                HttpStatus.SERVICE_UNAVAILABLE,
                "The database does not answer",
                "Nothing was done. Try again in a minute; Gough goes on when it is back.");
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<Object> unexpected(Exception e, WebRequest request) {
        var number = UUID.randomUUID().toString().substring(0, 8);
        log.error("Fault {}", number, e);
        return answer(
                request,
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Something is wrong in Gough",
                "Look for \"Fault " + number + "\" in its log.");
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var problem = problem(e, body, status);
        var title = Optional.ofNullable(problem.getTitle()).orElse("It did not work");
        var answer = answer(
                request, status, title, Optional.ofNullable(problem.getDetail()).orElse(""));
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(Optional.ofNullable(answer.getHeaders().getContentType())
                        .orElse(MediaType.APPLICATION_PROBLEM_JSON))
                .body(answer.getBody());
    }

    private ProblemDetail problem(Exception e, @Nullable Object body, HttpStatusCode status) {
        if (body instanceof ProblemDetail given) return given;
        return e instanceof ErrorResponse told
                ? told.updateAndGetBody(getMessageSource(), LocaleContextHolder.getLocale())
                : ProblemDetail.forStatus(status);
    }

    /** Where the container sends what no controller took. */
    @RequestMapping("/error")
    ResponseEntity<Object> error(HttpServletRequest request) {
        var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var status = code instanceof Integer number ? HttpStatusCode.valueOf(number) : HttpStatus.NOT_FOUND;
        var known = Optional.ofNullable(HttpStatus.resolve(status.value()));
        return answer(
                new ServletWebRequest(request),
                status,
                known.map(HttpStatus::getReasonPhrase).orElse("It did not work"),
                "");
    }

    private ResponseEntity<Object> answer(WebRequest request, HttpStatusCode status, String title, String detail) {
        var accept = Optional.ofNullable(request.getHeader("Accept")).orElse("");
        if (!accept.contains("text/html")) {
            var problem = ProblemDetail.forStatusAndDetail(status, detail);
            problem.setTitle(title);
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
        var who = SecurityContextHolder.getContext().getAuthentication();
        var frame = frames.whole(frames.now(), who);
        return ResponseEntity.status(status)
                .contentType(MediaType.TEXT_HTML)
                .body(views.notePage(new NotePageView(frame, title, detail)));
    }
}
