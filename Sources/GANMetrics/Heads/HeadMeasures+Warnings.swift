extension HeadMeasures {
    /// What is wrong with the heads; none is good.
    ///
    ///     flat             relief < 0.04
    ///     hollow           prominence < -0.05
    ///     mirrorSymmetric  mirrorDifference < 0.2, or crossingJump > 3
    ///     collapsed        diversity < 0.02, or below 0.4 of that of photographs
    ///
    /// The thresholds are constants of ``HeadWarning``.
    public var warnings: [HeadWarning] {
        HeadWarning.allCases.filter { warning in
            switch warning {
            case .flat: relief < HeadWarning.leastRelief
            case .hollow: prominence ?? 0 < HeadWarning.leastProminence
            case .mirrorSymmetric:
                mirrorDifference < HeadWarning.leastMirrorDifference
                    || crossingJump > HeadWarning.largestCrossingJump
            case .collapsed:
                diversity < HeadWarning.leastDiversity
                    || relativeDiversity ?? 1 < HeadWarning.leastRelativeDiversity
            }
        }
    }
}
