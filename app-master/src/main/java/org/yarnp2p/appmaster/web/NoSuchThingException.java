package org.yarnp2p.appmaster.web;

import java.io.IOException;

/** Somebody asks for what this job does not have. */
final class NoSuchThingException extends IOException {
  private static final long serialVersionUID = 1L;

  NoSuchThingException(String message) {
    super(message);
  }
}
