/// Why a text is not JSON.
package struct JSONSyntaxError: Error {
    /// What is wrong and where, without a full stop.
    package let reason: String
}
