/* One E-step pass by hand: densities, responsibilities and sums of D features under K components,
   fused in blocks that stay in the first-level cache. Compiled by engine.py with -DD=... -DK=...

   theta (K, P) and sums (K, P) are in the order 1, x_i, x_i x_j (i <= j). */

#include <math.h>
#include <stddef.h>

#define P (1 + D + D * (D + 1) / 2)
#define M 128

static void block(const double *X, ptrdiff_t m, const double *theta, double *sums, double *value)
{
    double phi[P][M], joint[K][M], peak[M], total[M];
    for (ptrdiff_t i = 0; i < M; i++) phi[0][i] = i < m;
    for (int a = 0; a < D; a++)
        for (ptrdiff_t i = 0; i < M; i++) phi[1 + a][i] = i < m ? X[i * D + a] : 0.0;
    for (int a = 0, p = 1 + D; a < D; a++)
        for (int b = a; b < D; b++, p++)
            for (ptrdiff_t i = 0; i < M; i++) phi[p][i] = phi[1 + a][i] * phi[1 + b][i];
    for (int j = 0; j < K; j++) {
        for (ptrdiff_t i = 0; i < M; i++) joint[j][i] = theta[j * P];
        for (int p = 1; p < P; p++)
            for (ptrdiff_t i = 0; i < M; i++) joint[j][i] += theta[j * P + p] * phi[p][i];
    }
    for (ptrdiff_t i = 0; i < M; i++) peak[i] = joint[0][i];
    for (int j = 1; j < K; j++)
        for (ptrdiff_t i = 0; i < M; i++) peak[i] = fmax(peak[i], joint[j][i]);
    for (ptrdiff_t i = 0; i < M; i++) total[i] = 0.0;
    for (int j = 0; j < K; j++)
        for (ptrdiff_t i = 0; i < M; i++) {
            joint[j][i] = exp(joint[j][i] - peak[i]);
            total[i] += joint[j][i];
        }
    double log_likelihood = 0.0;
    for (ptrdiff_t i = 0; i < M; i++) log_likelihood += phi[0][i] * (peak[i] + log(total[i]));
    *value += log_likelihood;
    for (ptrdiff_t i = 0; i < M; i++) total[i] = 1.0 / total[i];
    for (int j = 0; j < K; j++) {
        for (ptrdiff_t i = 0; i < M; i++) joint[j][i] *= total[i];
        for (int p = 0; p < P; p++) {
            double sum = 0.0;
            for (ptrdiff_t i = 0; i < M; i++) sum += joint[j][i] * phi[p][i];
            sums[j * P + p] += sum;
        }
    }
}

double pass(const double *X, ptrdiff_t n, const double *theta, double *sums)
{
    double value = 0.0;
    for (int p = 0; p < K * P; p++) sums[p] = 0.0;
#pragma omp parallel
    {
        double own[K * P] = {0.0}, own_value = 0.0;
#pragma omp for
        for (ptrdiff_t begin = 0; begin < n; begin += M)
            block(X + begin * D, n - begin < M ? n - begin : M, theta, own, &own_value);
#pragma omp critical
        {
            value += own_value;
            for (int p = 0; p < K * P; p++) sums[p] += own[p];
        }
    }
    return value;
}
