/// Why a text is not JSON.
struct JSONSyntaxError: Error {
    /// What is wrong and where, without a full stop.
    let reason: String
}
