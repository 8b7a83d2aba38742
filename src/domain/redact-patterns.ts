/** An activation code: 24 letters and digits. A word of 24 small letters is a word. */
export const CODE = /(?<![A-Za-z0-9])(?![A-Z]?[a-z]{23,24}(?![A-Za-z0-9]))[A-Za-z0-9]{24}(?![A-Za-z0-9])/g;

/** A licence, or another long encoded run: base64, base64url or hex. */
export const LONG_RUN = /[\w+/-]{60,}={0,2}/g;

/** An e-mail address as it is written properly; what only looks like one is found elsewhere. */
export const ADDRESS = /[\p{L}\p{N}.!#$%&*+/=?^_{|}~-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/gu;
