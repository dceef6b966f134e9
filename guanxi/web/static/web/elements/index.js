// The elements of the house. Modules import each other by relative path, so that
// the security policy needs no exception for an inline import map.
import "./toast.js";
